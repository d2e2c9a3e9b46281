using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Gossip.Runtime;

/// <summary>A connection, and this node's gossip stream over it.</summary>
internal sealed class PeerLink(IPeerConnection connection)
{
    private readonly TaskCompletionSource<bool> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IPeerConnection Connection => connection;

    public PeerId Peer => connection.RemotePeer.Id;

    /// <summary>Whether the peer takes part, once that is known.</summary>
    public Task<bool> Opened => _opened.Task;

    /// <summary>What waits to be sent; null until the stream is open.</summary>
    public PeerOutbox? Outbox { get; private set; }

    /// <summary>The peer's own stream, once it opened one; a later one replaces it.</summary>
    public IPeerStream? Inbound { get; set; }

    public void Open(PeerOutbox outbox) => Outbox = outbox;

    public void SetOpened(bool isOpen) => _opened.TrySetResult(isOpen);
}
