using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Crypto.Envelopes;

/// <summary>libp2p's signed envelopes.</summary>
/// <remarks>
/// <para>
/// Source: libp2p RFC 0002. The message is <c>{ bytes public_key = 1; bytes payload_type = 2; bytes payload = 3;
/// bytes signature = 5; }</c>; what is signed is domain, payload type and payload, each after its length as a varint.
/// </para>
/// <para>
/// The FIPS 204 context is empty: the domain inside the signed bytes separates uses, as RFC 0002 has it for every kind
/// of key, so that foreign implementations can check ours. Everything else that an ML-DSA key signs here has a context.
/// </para>
/// </remarks>
internal sealed class SignedEnvelopes(INodeIdentity identity, ISignatureVerifier verifier) : ISignedEnvelopes
{
    /// <summary>The longest envelope, in bytes: a control frame's limit, within which every envelope travels.</summary>
    public const int MaxLength = 1 << 20;

    private const int PublicKeyField = 1;
    private const int PayloadTypeField = 2;
    private const int PayloadField = 3;
    private const int SignatureField = 5;

    public byte[] Seal(string domain, ReadOnlySpan<byte> payloadType, ReadOnlySpan<byte> payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(domain);
        byte[] signature = new byte[identity.SignatureSize];
        identity.Sign(SignedBytes(domain, payloadType, payload), context: [], signature);

        ReadOnlySpan<byte> publicKey = identity.PublicKey.Encoded.Span;
        int length = ProtobufWriter.GetBytesLength(PublicKeyField, publicKey.Length)
            + ProtobufWriter.GetBytesLength(PayloadTypeField, payloadType.Length)
            + ProtobufWriter.GetBytesLength(PayloadField, payload.Length)
            + ProtobufWriter.GetBytesLength(SignatureField, signature.Length);
        if (length > MaxLength)
        {
            throw new ArgumentException($"The envelope would be {length} bytes long; {MaxLength} is the limit.", nameof(payload));
        }

        ArrayBufferWriter<byte> output = new(length);
        ProtobufWriter writer = new(output);
        writer.WriteBytes(PublicKeyField, publicKey);
        writer.WriteBytes(PayloadTypeField, payloadType);
        writer.WriteBytes(PayloadField, payload);
        writer.WriteBytes(SignatureField, signature);
        return output.WrittenSpan.ToArray();
    }

    public bool TryOpen(string domain, ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out SignedEnvelope? envelope)
    {
        ArgumentException.ThrowIfNullOrEmpty(domain);
        envelope = null;
        if (encoded.Length > MaxLength
            || !TryParse(encoded, out EnvelopeFields fields)
            || !PeerPublicKey.TryDecode(fields.PublicKey, out PeerPublicKey? key)
            || !verifier.Verify(key, SignedBytes(domain, fields.PayloadType, fields.Payload), context: [], fields.Signature))
        {
            return false;
        }

        envelope = new SignedEnvelope(key, fields.PayloadType.ToArray(), fields.Payload.ToArray());
        return true;
    }

    /// <summary>Takes each field at most once: a second reading of one envelope must not be possible.</summary>
    private static bool TryParse(ReadOnlySpan<byte> encoded, out EnvelopeFields fields)
    {
        fields = default;
        int seen = 0;
        ProtobufReader reader = new(encoded);
        while (reader.Read())
        {
            if (reader.FieldNumber is not (PublicKeyField or PayloadTypeField or PayloadField or SignatureField))
            {
                continue;
            }

            int bit = 1 << reader.FieldNumber;
            if ((seen & bit) != 0 || reader.WireType != ProtobufWireType.LengthDelimited)
            {
                return false;
            }

            seen |= bit;
            switch (reader.FieldNumber)
            {
                case PublicKeyField:
                    fields.PublicKey = reader.Bytes;
                    break;
                case PayloadTypeField:
                    fields.PayloadType = reader.Bytes;
                    break;
                case PayloadField:
                    fields.Payload = reader.Bytes;
                    break;
                default:
                    fields.Signature = reader.Bytes;
                    break;
            }
        }

        return !reader.IsMalformed;
    }

    private static byte[] SignedBytes(string domain, ReadOnlySpan<byte> payloadType, ReadOnlySpan<byte> payload)
    {
        int domainLength = Encoding.UTF8.GetByteCount(domain);
        byte[] bytes = new byte[Prefixed(domainLength) + Prefixed(payloadType.Length) + Prefixed(payload.Length)];
        Span<byte> rest = bytes;
        rest = rest[UnsignedVarint.Write(rest, (ulong)domainLength)..];
        rest = rest[Encoding.UTF8.GetBytes(domain, rest)..];
        rest = rest[UnsignedVarint.Write(rest, (ulong)payloadType.Length)..];
        payloadType.CopyTo(rest);
        rest = rest[payloadType.Length..];
        rest = rest[UnsignedVarint.Write(rest, (ulong)payload.Length)..];
        payload.CopyTo(rest);
        return bytes;

        static int Prefixed(int length) => UnsignedVarint.GetLength((ulong)length) + length;
    }

    private ref struct EnvelopeFields
    {
        public ReadOnlySpan<byte> PublicKey;
        public ReadOnlySpan<byte> PayloadType;
        public ReadOnlySpan<byte> Payload;
        public ReadOnlySpan<byte> Signature;
    }
}
