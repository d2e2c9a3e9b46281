using System.Text;
using DaaCompute.Net.Crypto.Protocol;
using DaaCompute.Net.Crypto.Wire;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Crypto.Tests.Protocol;

/// <summary>Payloads that are well encrypted and wrong inside.</summary>
public sealed class HandshakePayloadTests
{
    private static readonly FakeIdentity Bob = new("bob", PeerKeyType.MlDsa65);

    [Fact]
    public void Payload_SignedProperly_IsBelieved()
    {
        using ISecureHandshake initiator = Read(hash => Encode(Bob, Sign(Bob, hash, Responder)));

        Assert.Equal(SecureHandshakeStep.Write, initiator.NextStep);
    }

    [Fact]
    public void Payload_UnknownFieldsAndCertificateHashes_AreSkipped()
    {
        using ISecureHandshake initiator = Read(hash =>
        [
            .. Encode(Bob, Sign(Bob, hash, Responder)),
            0x22, 0x06, 0x0A, 0x04, 1, 2, 3, 4,
            0x98, 0x06, 0x01,
        ]);

        Assert.Equal(SecureHandshakeStep.Write, initiator.NextStep);
    }

    [Fact]
    public void Payload_SignedInTheOtherRole_Signature() =>
        AssertRefused(HandshakeError.Signature, hash => Encode(Bob, Sign(Bob, hash, "daa-noise-pq/1/initiator")));

    [Fact]
    public void Payload_SignedOverTheStaticKeyOnly_Signature() =>
        AssertRefused(HandshakeError.Signature, hash => Encode(Bob, Sign(Bob, [.. "noise-libp2p-static-key:"u8, .. hash], string.Empty)));

    [Fact]
    public void Payload_SignatureOfAnotherKey_Signature() =>
        AssertRefused(HandshakeError.Signature, hash => Encode(Bob, Sign(new FakeIdentity("mallory", PeerKeyType.MlDsa65), hash, Responder)));

    [Fact]
    public void Payload_SignatureTooShort_Signature() =>
        AssertRefused(HandshakeError.Signature, hash => Encode(Bob, Sign(Bob, hash, Responder)[..^1]));

    [Fact]
    public void Payload_ClassicalIdentity_NoCommonProtocol()
    {
        FakeIdentity classical = new("bob", PeerKeyType.Ed25519);
        AssertRefused(HandshakeError.NoCommonProtocol, hash => Encode(classical, Sign(classical, hash, Responder)));
    }

    [Fact]
    public void Payload_Empty_Malformed() => AssertRefused(HandshakeError.Malformed, _ => []);

    [Fact]
    public void Payload_WithoutKey_Malformed() =>
        AssertRefused(HandshakeError.Malformed, hash => Field(2, Sign(Bob, hash, Responder)));

    [Fact]
    public void Payload_WithoutSignature_Malformed() =>
        AssertRefused(HandshakeError.Malformed, _ => Field(1, Bob.PublicKey.Encoded.ToArray()));

    [Fact]
    public void Payload_KeyTwice_Malformed() => AssertRefused(
        HandshakeError.Malformed,
        hash => [.. Field(1, Bob.PublicKey.Encoded.ToArray()), .. Encode(Bob, Sign(Bob, hash, Responder))]);

    [Fact]
    public void Payload_SignatureTwice_Malformed() => AssertRefused(
        HandshakeError.Malformed,
        hash => [.. Encode(Bob, Sign(Bob, hash, Responder)), .. Field(2, [1])]);

    [Fact]
    public void Payload_ExtensionsTwice_Malformed() => AssertRefused(
        HandshakeError.Malformed,
        hash => [.. Encode(Bob, Sign(Bob, hash, Responder)), .. Field(4, []), .. Field(4, [])]);

    [Fact]
    public void Payload_KeyOfAnUnknownType_Malformed() => AssertRefused(
        HandshakeError.Malformed,
        hash => [.. Field(1, [0x08, 0x09, 0x12, 0x01, 0x00]), .. Field(2, Sign(Bob, hash, Responder))]);

    [Fact]
    public void Payload_KeyAsNumber_Malformed() => AssertRefused(
        HandshakeError.Malformed,
        hash => [0x08, 0x01, .. Field(2, Sign(Bob, hash, Responder))]);

    [Fact]
    public void Payload_TrailingHalfField_Malformed() => AssertRefused(
        HandshakeError.Malformed,
        hash => [.. Encode(Bob, Sign(Bob, hash, Responder)), 0x2A, 0x05, 0x00]);

    [Theory]
    [InlineData("yamux")]
    [InlineData("")]
    [InlineData("/yamux 1")]
    [InlineData("/yämux")]
    public void Payload_MultiplexerThatIsNoProtocolId_Malformed(string name) => AssertRefused(
        HandshakeError.Malformed,
        hash => [.. Encode(Bob, Sign(Bob, hash, Responder)), .. Field(4, Field(2, Encoding.UTF8.GetBytes(name)))]);

    [Fact]
    public void Payload_TooManyMultiplexers_Malformed()
    {
        byte[] names = [.. Enumerable.Repeat(Field(2, "/a"u8.ToArray()), NoiseHandshakePayload.MaxMultiplexers + 1).SelectMany(name => name)];

        AssertRefused(HandshakeError.Malformed, hash => [.. Encode(Bob, Sign(Bob, hash, Responder)), .. Field(4, names)]);
    }

    [Fact]
    public void Payload_Oversize_IsRefusedUnread()
    {
        AssertRefused(
            HandshakeError.Malformed,
            hash => [.. Encode(Bob, Sign(Bob, hash, Responder)), .. Field(3, new byte[NoiseProtocol.MaxExtensionsLength + 64])]);
    }

    /// <summary>
    /// Who breaks X25519 knows the static key of a past connection. With libp2p's signature that is enough to pose as
    /// its owner ever after; with ours it is not.
    /// </summary>
    [Theory]
    [InlineData("/noise", true)]
    [InlineData("/noise-mlkem768-hfs/0.2.0", true)]
    [InlineData("/daa/noise-pq/1.0.0", false)]
    public void Payload_ReplayedWithTheStolenStaticKey_PassesOnlyWhereTheStaticKeyAloneIsSigned(string id, bool passes)
    {
        NoiseProtocol protocol = NoiseProtocolNames.Find(id);
        FakeIdentity bob = new("bob", protocol.IdentityType);
        byte[] stolen = [.. Enumerable.Repeat((byte)0x42, 32)];
        byte[]? payload = null;
        bool hasKem = protocol != NoiseProtocol.Libp2p;
        using (ScriptedResponder honest = new(protocol, KeysWith(stolen, 1, hasKem)))
        {
            using ISecureHandshake past = new NoiseNode(protocol, "alice").Dial(bob.PeerId, "past");
            past.ReadMessage(honest.Answer(NoiseNode.Write(past), hash => payload = SignFor(protocol, bob, hash, honest.StaticKey)));
        }

        using ISecureHandshake present = new NoiseNode(protocol, "alice").Dial(bob.PeerId, "present");
        using ScriptedResponder attacker = new(protocol, KeysWith(stolen, 2, hasKem));
        byte[] answer = attacker.Answer(NoiseNode.Write(present), _ => payload!);
        HandshakeException? failure = Record.Exception(() => present.ReadMessage(answer)) as HandshakeException;

        Assert.Equal(passes ? null : HandshakeError.Signature, failure?.Error);
    }

    private const string Responder = "daa-noise-pq/1/responder";

    private static ListedEntropy KeysWith(byte[] staticKey, byte ephemeral, bool hasKem)
    {
        byte[] fresh = [.. Enumerable.Repeat(ephemeral, 32)];
        return hasKem ? new ListedEntropy(fresh, fresh, staticKey) : new ListedEntropy(fresh, staticKey);
    }

    private static byte[] SignFor(NoiseProtocol protocol, FakeIdentity identity, byte[] hash, byte[] staticKey)
    {
        byte[] statement = new byte[protocol.Binding.MessageLength];
        protocol.Binding.WriteMessage(hash, staticKey, statement);
        byte[] signature = new byte[identity.SignatureSize];
        identity.Sign(statement, protocol.Binding.GetContext(signerIsInitiator: false), signature);
        return Encode(identity, signature);
    }

    private static byte[] Sign(FakeIdentity identity, byte[] data, string context)
    {
        byte[] signature = new byte[identity.SignatureSize];
        identity.Sign(data, context.Ascii(), signature);
        return signature;
    }

    private static byte[] Encode(FakeIdentity identity, byte[] signature) =>
        NoiseHandshakePayload.Encode(identity.PublicKey.Encoded.Span, signature, []).ToArray();

    private static byte[] Field(int number, byte[] value)
    {
        byte[] length = new byte[9];
        int written = DaaCompute.Net.Wire.UnsignedVarint.Write(length, (ulong)value.Length);
        return [(byte)((number << 3) | 2), .. length[..written], .. value];
    }

    private static ISecureHandshake Read(Func<byte[], byte[]> payload)
    {
        ISecureHandshake initiator = new NoiseNode(NoiseProtocol.PostQuantum, "alice").Dial();
        using ScriptedResponder responder = new(NoiseProtocol.PostQuantum, new StreamEntropy("scripted"));
        initiator.ReadMessage(responder.Answer(NoiseNode.Write(initiator), payload));
        return initiator;
    }

    private static void AssertRefused(HandshakeError error, Func<byte[], byte[]> payload)
    {
        HandshakeException failure = Assert.Throws<HandshakeException>(() => Read(payload));
        Assert.Equal(error, failure.Error);
    }
}
