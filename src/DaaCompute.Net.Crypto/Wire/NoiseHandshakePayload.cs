using System.Buffers;
using System.Text;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Crypto.Wire;

/// <summary>libp2p's handshake payload: who speaks, the proof of it, and which multiplexers it would use.</summary>
/// <remarks>
/// Source: libp2p/specs noise: <c>NoiseHandshakePayload { bytes identity_key = 1; bytes identity_sig = 2;
/// NoiseExtensions extensions = 4; }</c>, <c>NoiseExtensions { repeated bytes webtransport_certhashes = 1;
/// repeated string stream_muxers = 2; }</c>. Unknown fields are skipped, a known one that comes twice is refused.
/// </remarks>
internal ref struct NoiseHandshakePayload
{
    /// <summary>The longest list of multiplexers that is read; js-libp2p and go-libp2p know two.</summary>
    public const int MaxMultiplexers = 16;

    // Headers, and a few multiplexers' names.
    private const int InitialHeadroom = 128;
    private const int IdentityKeyField = 1;
    private const int SignatureField = 2;
    private const int ExtensionsField = 4;
    private const int MultiplexersField = 2;

    /// <summary>The encoded <see cref="PeerPublicKey"/>.</summary>
    public ReadOnlySpan<byte> IdentityKey { get; private set; }

    /// <summary>The identity key's signature.</summary>
    public ReadOnlySpan<byte> Signature { get; private set; }

    /// <summary>The multiplexers, best first.</summary>
    public IReadOnlyList<ProtocolId> Multiplexers { get; private set; }

    /// <summary>Reads a payload.</summary>
    /// <param name="message">The whole message; the result points into it.</param>
    /// <param name="payload">The payload, when the result is true.</param>
    /// <returns>False when the bytes are no payload, or one without key or signature.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> message, out NoiseHandshakePayload payload)
    {
        payload = new NoiseHandshakePayload { Multiplexers = [] };
        bool hasExtensions = false;
        ProtobufReader reader = new(message);
        while (reader.Read())
        {
            if (reader.FieldNumber is not (IdentityKeyField or SignatureField or ExtensionsField))
            {
                continue;
            }

            if (reader.WireType != ProtobufWireType.LengthDelimited)
            {
                return false;
            }

            switch (reader.FieldNumber)
            {
                case IdentityKeyField when payload.IdentityKey.IsEmpty && !reader.Bytes.IsEmpty:
                    payload.IdentityKey = reader.Bytes;
                    break;
                case SignatureField when payload.Signature.IsEmpty && !reader.Bytes.IsEmpty:
                    payload.Signature = reader.Bytes;
                    break;
                case ExtensionsField when !hasExtensions && TryReadMultiplexers(reader.Bytes, out List<ProtocolId> names):
                    payload.Multiplexers = names;
                    hasExtensions = true;
                    break;
                default:
                    return false;
            }
        }

        return !reader.IsMalformed && !payload.IdentityKey.IsEmpty && !payload.Signature.IsEmpty;
    }

    /// <summary>Writes a payload.</summary>
    public static ReadOnlyMemory<byte> Encode(
        ReadOnlySpan<byte> identityKey,
        ReadOnlySpan<byte> signature,
        IReadOnlyList<ProtocolId> multiplexers)
    {
        ArrayBufferWriter<byte> output = new(identityKey.Length + signature.Length + InitialHeadroom);
        ProtobufWriter writer = new(output);
        writer.WriteBytes(IdentityKeyField, identityKey);
        writer.WriteBytes(SignatureField, signature);
        if (multiplexers.Count > 0)
        {
            writer.WriteHeader(ExtensionsField, ExtensionsLength(multiplexers));
            foreach (ProtocolId multiplexer in multiplexers)
            {
                writer.WriteString(MultiplexersField, multiplexer.Value);
            }
        }

        return output.WrittenMemory;
    }

    /// <summary>The length of the extensions that carry these multiplexers, in bytes.</summary>
    public static int ExtensionsLength(IReadOnlyList<ProtocolId> multiplexers)
    {
        int length = 0;
        foreach (ProtocolId multiplexer in multiplexers)
        {
            // A protocol id is ASCII: as many bytes as characters.
            length += ProtobufWriter.GetBytesLength(MultiplexersField, multiplexer.Value.Length);
        }

        return length;
    }

    private static bool TryReadMultiplexers(ReadOnlySpan<byte> extensions, out List<ProtocolId> multiplexers)
    {
        multiplexers = [];
        ProtobufReader reader = new(extensions);
        while (reader.Read())
        {
            if (reader.FieldNumber != MultiplexersField)
            {
                continue;
            }

            string name = Encoding.ASCII.GetString(reader.Bytes);
            if (multiplexers.Count == MaxMultiplexers
                || !ProtocolId.IsValid(name)
                || reader.Bytes.ContainsAnyExceptInRange((byte)'!', (byte)'~'))
            {
                return false;
            }

            multiplexers.Add(new ProtocolId(name));
        }

        return !reader.IsMalformed;
    }
}
