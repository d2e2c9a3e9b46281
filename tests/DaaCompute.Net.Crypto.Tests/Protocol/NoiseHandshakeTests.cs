using DaaCompute.Net.Crypto.Protocol;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Crypto.Tests.Protocol;

public sealed class NoiseHandshakeTests
{
    public static TheoryData<string> Protocols => NoiseProtocolNames.All;

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Handshake_BothSides_AgreeOnPeersBindingAndKeys(string id)
    {
        NoiseProtocol protocol = NoiseProtocolNames.Find(id);
        NoiseNode alice = new(protocol, "alice");
        NoiseNode bob = new(protocol, "bob");
        using ISecureHandshake dial = alice.Dial(bob.PeerId);
        using ISecureHandshake accept = bob.Accept();

        NoiseNode.Run(dial, accept);
        using ISecureSession left = dial.Complete();
        using ISecureSession right = accept.Complete();

        Assert.Equal(bob.Identity.PublicKey, left.RemoteKey);
        Assert.Equal(alice.Identity.PublicKey, right.RemoteKey);
        Assert.Equal(32, left.ChannelBinding.Length);
        Assert.Equal(left.ChannelBinding.ToArray(), right.ChannelBinding.ToArray());
        Assert.Equal(protocol.Id, left.Protocol);
        Assert.Equal(protocol == NoiseProtocol.PostQuantum, left.IsPostQuantum);
        AssertCarries(left, right);
        AssertCarries(right, left);
    }

    [Theory]
    [InlineData("/daa/noise-pq/1.0.0", 1_216, 6_472, 5_336)]
    [InlineData("/noise", 32, 200, 168)]
    [InlineData("/noise-mlkem768-hfs/0.2.0", 1_216, 1_304, 168)]
    public void Handshake_WithoutMultiplexers_HasTheDocumentedSizes(string id, int first, int second, int third)
    {
        NoiseProtocol protocol = NoiseProtocolNames.Find(id);
        byte[][] messages = NoiseNode.Run(new NoiseNode(protocol, "alice").Dial(), new NoiseNode(protocol, "bob").Accept());

        Assert.Equal([first, second, third], messages.Select(message => message.Length));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void ReadMessage_AnotherPeerAnswers_WrongPeer(string id)
    {
        NoiseProtocol protocol = NoiseProtocolNames.Find(id);
        PeerId expected = new NoiseNode(protocol, "carol").PeerId;
        using ISecureHandshake dial = new NoiseNode(protocol, "alice").Dial(expected);
        using ISecureHandshake accept = new NoiseNode(protocol, "bob").Accept();
        accept.ReadMessage(NoiseNode.Write(dial));

        HandshakeException failure = Assert.Throws<HandshakeException>(() => dial.ReadMessage(NoiseNode.Write(accept)));

        Assert.Equal(HandshakeError.WrongPeer, failure.Error);
        Assert.Throws<ObjectDisposedException>(() => NoiseNode.Write(dial));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void ReadMessage_OwnKeyAnswers_Self(string id)
    {
        NoiseNode alice = new(NoiseProtocolNames.Find(id), "alice");
        using ISecureHandshake dial = alice.Dial(alice.PeerId);
        using ISecureHandshake accept = alice.Accept();
        accept.ReadMessage(NoiseNode.Write(dial));

        HandshakeException failure = Assert.Throws<HandshakeException>(() => dial.ReadMessage(NoiseNode.Write(accept)));

        Assert.Equal(HandshakeError.Self, failure.Error);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void ReadMessage_ResponderSignsWrongly_Signature(string id)
    {
        NoiseProtocol protocol = NoiseProtocolNames.Find(id);
        using ISecureHandshake dial = new NoiseNode(protocol, "alice").Dial();
        using ISecureHandshake accept = new NoiseNode(protocol, "bob", signature => signature[^1] ^= 1).Accept();
        accept.ReadMessage(NoiseNode.Write(dial));

        HandshakeException failure = Assert.Throws<HandshakeException>(() => dial.ReadMessage(NoiseNode.Write(accept)));

        Assert.Equal(HandshakeError.Signature, failure.Error);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void ReadMessage_InitiatorSignsWrongly_Signature(string id)
    {
        NoiseProtocol protocol = NoiseProtocolNames.Find(id);
        using ISecureHandshake dial = new NoiseNode(protocol, "alice", signature => signature[0] ^= 0x80).Dial();
        using ISecureHandshake accept = new NoiseNode(protocol, "bob").Accept();
        accept.ReadMessage(NoiseNode.Write(dial));
        dial.ReadMessage(NoiseNode.Write(accept));

        HandshakeException failure = Assert.Throws<HandshakeException>(() => accept.ReadMessage(NoiseNode.Write(dial)));

        Assert.Equal(HandshakeError.Signature, failure.Error);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Steps_OutOfOrder_AreTheCallersMistake(string id)
    {
        NoiseProtocol protocol = NoiseProtocolNames.Find(id);
        using ISecureHandshake dial = new NoiseNode(protocol, "alice").Dial();
        using ISecureHandshake accept = new NoiseNode(protocol, "bob").Accept();

        Assert.Equal(SecureHandshakeStep.Write, dial.NextStep);
        Assert.Equal(SecureHandshakeStep.Read, accept.NextStep);
        Assert.Throws<InvalidOperationException>(() => dial.ReadMessage(new byte[32]));
        Assert.Throws<InvalidOperationException>(() => NoiseNode.Write(accept));
        Assert.Throws<InvalidOperationException>(() => dial.Complete());
        NoiseNode.Run(dial, accept);
        Assert.Equal(SecureHandshakeStep.Complete, dial.NextStep);
        Assert.Equal(SecureHandshakeStep.Complete, accept.NextStep);
        dial.Complete().Dispose();
        Assert.Throws<ObjectDisposedException>(() => dial.Complete());
    }

    [Fact]
    public void Multiplexer_BothOffer_TheInitiatorsFirstCommonOneWins()
    {
        NoiseNode alice = new(NoiseProtocol.PostQuantum, "alice");
        NoiseNode bob = new(NoiseProtocol.PostQuantum, "bob");
        ProtocolId unknown = new("/own/1.0.0");

        Assert.Equal(NoiseNode.Mplex, Negotiate([unknown, NoiseNode.Mplex, NoiseNode.Yamux], [NoiseNode.Yamux, NoiseNode.Mplex]));
        Assert.Equal(NoiseNode.Yamux, Negotiate([NoiseNode.Yamux], [NoiseNode.Mplex, NoiseNode.Yamux]));
        Assert.Null(Negotiate([NoiseNode.Yamux], [NoiseNode.Mplex]));
        Assert.Null(Negotiate([NoiseNode.Yamux], []));
        Assert.Null(Negotiate([], [NoiseNode.Yamux]));

        ProtocolId? Negotiate(ProtocolId[] initiator, ProtocolId[] responder)
        {
            using ISecureHandshake dial = alice.Dial(bob.PeerId, "dial", initiator);
            using ISecureHandshake accept = bob.Accept("accept", responder);
            NoiseNode.Run(dial, accept);
            using ISecureSession left = dial.Complete();
            using ISecureSession right = accept.Complete();
            Assert.Equal(left.Multiplexer, right.Multiplexer);
            return left.Multiplexer;
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Handshake_LongestListOfMultiplexers_StaysWithinTheLimits(string id)
    {
        NoiseProtocol protocol = NoiseProtocolNames.Find(id);
        ProtocolId[] longest = [.. Enumerable.Range(0, 16).Select(index => new ProtocolId($"/{index:D61}"))];
        using ISecureHandshake dial = new NoiseNode(protocol, "alice").Dial(null, "dial", longest);
        using ISecureHandshake accept = new NoiseNode(protocol, "bob").Accept("accept", longest[15]);

        NoiseNode.Run(dial, accept);
        using ISecureSession left = dial.Complete();
        using ISecureSession right = accept.Complete();

        Assert.Equal(longest[15], left.Multiplexer);
        Assert.Equal(longest[15], right.Multiplexer);
    }

    private static void AssertCarries(ISecureSession from, ISecureSession to)
    {
        byte[] record = [.. "gradient"u8, .. new byte[ISecureSession.TagSize]];
        from.Seal(record);
        Assert.NotEqual("gradient"u8.ToArray(), record[..8]);
        Assert.Equal(8, to.Open(record));
        Assert.Equal("gradient"u8.ToArray(), record[..8]);
    }
}
