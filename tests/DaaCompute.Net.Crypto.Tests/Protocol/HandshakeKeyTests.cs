using DaaCompute.Net.Crypto.Protocol;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Crypto.Tests.Protocol;

/// <summary>Keys that a standard forbids.</summary>
public sealed class HandshakeKeyTests
{
    public static TheoryData<string> Protocols => NoiseProtocolNames.All;

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Message1_EphemeralOfSmallOrder_InvalidKey(string id)
    {
        RecordedHandshake recorded = new(id);
        byte[] message = (byte[])recorded.Messages[0].Clone();
        message.AsSpan(0, 32).Clear();
        using ISecureHandshake responder = recorded.AwaitingFirst();
        responder.ReadMessage(message);

        HandshakeException failure = Assert.Throws<HandshakeException>(() => NoiseNode.Write(responder));

        Assert.Equal(HandshakeError.InvalidKey, failure.Error);
        Assert.Throws<ObjectDisposedException>(() => responder.ReadMessage(recorded.Messages[2]));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Message2_EphemeralOfSmallOrder_InvalidKey(string id)
    {
        RecordedHandshake recorded = new(id);
        byte[] message = (byte[])recorded.Messages[1].Clone();
        message.AsSpan(0, 32).Clear();
        using ISecureHandshake initiator = recorded.AwaitingSecond();

        HandshakeException failure = Assert.Throws<HandshakeException>(() => initiator.ReadMessage(message));

        Assert.Equal(HandshakeError.InvalidKey, failure.Error);
    }

    [Theory]
    [InlineData("/daa/noise-pq/1.0.0")]
    [InlineData("/noise-mlkem768-hfs/0.2.0")]
    public void Message1_EncapsulationKeyAboveTheModulus_InvalidKey(string id)
    {
        // FIPS 203, section 7.2: twelve bits that are all ones are no coefficient modulo 3,329.
        RecordedHandshake recorded = new(id);
        byte[] message = (byte[])recorded.Messages[0].Clone();
        message[32] = 0xFF;
        message[33] |= 0x0F;
        using ISecureHandshake responder = recorded.AwaitingFirst();

        HandshakeException failure = Assert.Throws<HandshakeException>(() => responder.ReadMessage(message));

        Assert.Equal(HandshakeError.InvalidKey, failure.Error);
    }

    [Fact]
    public void Factory_IdentityOfAnotherKind_IsTheCallersMistake()
    {
        NoiseSuite suite = NoiseNode.Suite(new StreamEntropy("suite"));
        FakeIdentity classical = new("alice", PeerKeyType.Ed25519);

        Assert.Throws<ArgumentException>(() => new NoiseChannelFactory(NoiseProtocol.PostQuantum, suite, classical));
        Assert.True(new NoiseChannelFactory(NoiseProtocol.PostQuantum, suite, new FakeIdentity("a", PeerKeyType.MlDsa65)).IsPostQuantum);
        Assert.False(new NoiseChannelFactory(NoiseProtocol.Libp2p, suite, classical).IsPostQuantum);
        Assert.False(new NoiseChannelFactory(NoiseProtocol.Libp2pHybrid, suite, classical).IsPostQuantum);
    }

    [Fact]
    public void Factory_MoreMultiplexersThanFit_IsTheCallersMistake()
    {
        NoiseNode node = new(NoiseProtocol.PostQuantum, "alice");
        ProtocolId[] many = [.. Enumerable.Repeat(NoiseNode.Yamux, 17)];
        ProtocolId[] wordy = [.. Enumerable.Repeat(new ProtocolId("/" + new string('x', 250)), 5)];

        Assert.Throws<ArgumentOutOfRangeException>(() => node.Accept("a", many));
        Assert.Throws<ArgumentOutOfRangeException>(() => node.Dial(null, "a", wordy));
        using ISecureHandshake fits = node.Accept("a", [.. many[..16]]);
        Assert.Equal(SecureHandshakeStep.Read, fits.NextStep);
    }
}
