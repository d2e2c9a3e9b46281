using DaaCompute.Net.Crypto.Protocol;

namespace DaaCompute.Net.Crypto.Tests.Protocol;

/// <summary>One handshake, recorded; either side can be put back to any of its steps, with the same keys.</summary>
internal sealed class RecordedHandshake
{
    private readonly NoiseNode _alice;
    private readonly NoiseNode _bob;
    private readonly string _seed;

    public RecordedHandshake(string protocolId, string seed = "recorded")
    {
        NoiseProtocol protocol = NoiseProtocolNames.Find(protocolId);
        _alice = new NoiseNode(protocol, "alice");
        _bob = new NoiseNode(protocol, "bob");
        _seed = seed;
        using ISecureHandshake initiator = Dial();
        using ISecureHandshake responder = AwaitingFirst();
        Messages = NoiseNode.Run(initiator, responder);
    }

    public IReadOnlyList<byte[]> Messages { get; }

    public ISecureHandshake Dial() => _alice.Dial(_bob.PeerId, _seed + "/alice", NoiseNode.Yamux);

    public ISecureHandshake AwaitingFirst() => _bob.Accept(_seed + "/bob", NoiseNode.Yamux);

    public ISecureHandshake AwaitingSecond()
    {
        ISecureHandshake initiator = Dial();
        Assert.Equal(Messages[0], NoiseNode.Write(initiator));
        return initiator;
    }

    public ISecureHandshake AwaitingThird()
    {
        ISecureHandshake responder = AwaitingFirst();
        responder.ReadMessage(Messages[0]);
        Assert.Equal(Messages[1], NoiseNode.Write(responder));
        return responder;
    }

    /// <summary>The side that waits for a message.</summary>
    public ISecureHandshake Awaiting(int message) => message switch
    {
        0 => AwaitingFirst(),
        1 => AwaitingSecond(),
        _ => AwaitingThird(),
    };
}
