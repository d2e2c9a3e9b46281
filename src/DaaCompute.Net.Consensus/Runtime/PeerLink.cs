using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Consensus.Runtime;

/// <summary>A connection to a peer that speaks the protocol, and this node's stream over it.</summary>
internal sealed class PeerLink(IPeerConnection connection)
{
    public IPeerConnection Connection => connection;

    public PeerId Peer => connection.RemotePeer.Id;

    /// <summary>What waits to be sent; null until the stream is open.</summary>
    public PeerOutbox? Outbox { get; set; }

    /// <summary>How far the peer last said it is; null before its first word.</summary>
    public PeerPosition? Position { get; set; }
}
