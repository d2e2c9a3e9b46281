using System.Buffers;
using System.Text;
using DaaCompute.Net.Crypto.Envelopes;
using DaaCompute.Net.Crypto.Identity;
using DaaCompute.Net.Crypto.Signatures;
using DaaCompute.Net.Crypto.Tests.Vectors;
using DaaCompute.Net.Wire;
using FsCheck;
using FsCheck.Xunit;

namespace DaaCompute.Net.Crypto.Tests.Envelopes;

public sealed class SignedEnvelopesTests : IDisposable
{
    private const string Domain = "libp2p-peer-record";
    private static readonly byte[] PayloadType = [0x03, 0x01];
    private static readonly byte[] Payload = [1, 2, 3, 4];

    private readonly BouncyCastleMlDsa65 _scheme = new(new CountingEntropySource(1));
    private readonly NodeIdentity _identity;
    private readonly SignatureVerifier _verifier;
    private readonly SignedEnvelopes _envelopes;

    public SignedEnvelopesTests()
    {
        _identity = new NodeIdentity(_scheme, _scheme.GenerateKey());
        _verifier = new SignatureVerifier([_scheme], cacheSize: 8);
        _envelopes = new SignedEnvelopes(_identity, _verifier);
    }

    public void Dispose() => _identity.Dispose();

    [Property(MaxTest = 30)]
    public void TryOpen_WhatWasSealed_GivesItBack(NonEmptyString domain, byte[] payloadType, byte[] payload)
    {
        byte[] encoded = _envelopes.Seal(domain.Get, payloadType, payload);
        Assert.True(_envelopes.TryOpen(domain.Get, encoded, out SignedEnvelope? envelope));
        Assert.Equal(_identity.PublicKey, envelope.PublicKey);
        Assert.Equal(payloadType, envelope.PayloadType);
        Assert.Equal(payload, envelope.Payload);
        Assert.False(_envelopes.TryOpen(domain.Get + "x", encoded, out _));
    }

    [Fact]
    public void Seal_Fields_AreThoseOfRfc0002()
    {
        byte[] encoded = _envelopes.Seal(Domain, PayloadType, Payload);
        Dictionary<int, byte[]> fields = Fields(encoded);
        Assert.Equal([1, 2, 3, 5], fields.Keys);
        Assert.Equal(_identity.PublicKey.Encoded, fields[1]);
        Assert.Equal(PayloadType, fields[2]);
        Assert.Equal(Payload, fields[3]);

        byte[] signed = [18, .. Encoding.UTF8.GetBytes(Domain), 2, .. PayloadType, 4, .. Payload];
        Assert.True(_verifier.Verify(_identity.PublicKey, signed, [], fields[5]));
    }

    [Fact]
    public void TryOpen_AnyByteChanged_IsFalse()
    {
        byte[] encoded = _envelopes.Seal(Domain, PayloadType, Payload);
        for (int index = 0; index < encoded.Length; index += index is < 16 or (> 1950 and < 1990) ? 1 : 53)
        {
            encoded[index] ^= 0x01;
            Assert.False(_envelopes.TryOpen(Domain, encoded, out _), $"byte {index}");
            encoded[index] ^= 0x01;
        }

        Assert.True(_envelopes.TryOpen(Domain, encoded, out _));
    }

    [Fact]
    public void TryOpen_CutAnywhere_IsFalse()
    {
        byte[] encoded = _envelopes.Seal(Domain, PayloadType, Payload);
        for (int length = 0; length < encoded.Length; length += 17)
        {
            Assert.False(_envelopes.TryOpen(Domain, encoded.AsSpan(0, length), out _));
        }
    }

    [Property(MaxTest = 1000)]
    public void TryOpen_AnyBytes_IsFalseAndThrowsNothing(byte[] bytes) =>
        Assert.False(_envelopes.TryOpen(Domain, bytes, out _));

    [Fact]
    public void TryOpen_FieldTwice_IsFalse()
    {
        byte[] encoded = _envelopes.Seal(Domain, PayloadType, Payload);
        foreach ((int number, byte[] value) in Fields(encoded))
        {
            Assert.False(_envelopes.TryOpen(Domain, Append(encoded, number, value), out _));
        }
    }

    [Fact]
    public void TryOpen_UnknownField_IsSkipped() =>
        Assert.True(_envelopes.TryOpen(Domain, Append(_envelopes.Seal(Domain, PayloadType, Payload), 9, [1]), out _));

    [Fact]
    public void TryOpen_SplitMovedBetweenTypeAndPayload_IsFalse()
    {
        // The same bytes in a row, cut elsewhere: the lengths in what is signed keep them apart.
        Dictionary<int, byte[]> fields = Fields(_envelopes.Seal(Domain, [1, 2], [3, 4]));
        ArrayBufferWriter<byte> output = new();
        ProtobufWriter writer = new(output);
        writer.WriteBytes(1, fields[1]);
        writer.WriteBytes(2, [1, 2, 3]);
        writer.WriteBytes(3, [4]);
        writer.WriteBytes(5, fields[5]);
        Assert.False(_envelopes.TryOpen(Domain, output.WrittenSpan, out _));
    }

    [Fact]
    public void TryOpen_OfAnotherNode_NamesThatNode()
    {
        NodeIdentity other = new(_scheme, _scheme.GenerateKey());
        byte[] encoded = new SignedEnvelopes(other, _verifier).Seal(Domain, PayloadType, Payload);
        Assert.True(_envelopes.TryOpen(Domain, encoded, out SignedEnvelope? envelope));
        Assert.Equal(other.PeerId, envelope.PublicKey.PeerId);
    }

    [Fact]
    public void Seal_TooLong_IsRefused() => Assert.Throws<ArgumentException>(
        () => _envelopes.Seal(Domain, PayloadType, new byte[SignedEnvelopes.MaxLength]));

    [Fact]
    public void Domain_Empty_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => _envelopes.Seal(string.Empty, PayloadType, Payload));
        Assert.Throws<ArgumentException>(() => _envelopes.TryOpen(string.Empty, [], out _));
    }

    private static Dictionary<int, byte[]> Fields(byte[] encoded)
    {
        Dictionary<int, byte[]> fields = [];
        ProtobufReader reader = new(encoded);
        while (reader.Read())
        {
            fields.Add(reader.FieldNumber, reader.Bytes.ToArray());
        }

        Assert.False(reader.IsMalformed);
        return fields;
    }

    private static byte[] Append(byte[] encoded, int number, byte[] value)
    {
        ArrayBufferWriter<byte> output = new();
        output.Write(encoded);
        new ProtobufWriter(output).WriteBytes(number, value);
        return output.WrittenSpan.ToArray();
    }
}
