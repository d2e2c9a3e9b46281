using System.Collections.Immutable;

namespace DaaCompute.Net.Transport;

/// <summary>This node's connections to peers: one per peer, each secured, multiplexed and identified.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public interface IPeerNetwork
{
    /// <summary>This node: its id, the addresses it listens on, its role and protocols.</summary>
    PeerInfo LocalPeer { get; }

    /// <summary>The peers connected now, one connection each.</summary>
    ImmutableArray<IPeerConnection> Connected { get; }

    /// <summary>The connection to a peer, or null.</summary>
    /// <param name="peer">The peer.</param>
    IPeerConnection? FindConnection(PeerId peer);

    /// <summary>
    /// Connects to a peer by the addresses the directory knows and, where none of them works, by those that
    /// <see cref="IPeerRouting"/> finds; an existing connection is returned as it is.
    /// </summary>
    /// <param name="peer">The peer.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="PeerUnreachableException">No address led to the peer; the message lists what was tried.</exception>
    /// <exception cref="ResourceLimitException">A limit of this node forbids it.</exception>
    ValueTask<IPeerConnection> ConnectAsync(PeerId peer, CancellationToken cancellationToken = default);

    /// <summary>Connects to an address; when it ends in <c>/p2p/…</c>, only to that peer.</summary>
    /// <param name="address">The address.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="PeerUnreachableException">Nobody answers there; the cause says more.</exception>
    /// <exception cref="HandshakeException">Somebody answers, but it is the wrong peer or no agreement is possible.</exception>
    /// <exception cref="ResourceLimitException">A limit of this node forbids it.</exception>
    ValueTask<IPeerConnection> ConnectAsync(Multiaddress address, CancellationToken cancellationToken = default);

    /// <summary>Opens a stream to a peer, connecting first where need be, by the addresses the directory knows alone.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="protocol">The protocol to speak on it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ProtocolNotSupportedException">The peer does not speak it.</exception>
    ValueTask<IPeerStream> OpenStreamAsync(
        PeerId peer, ProtocolId protocol, CancellationToken cancellationToken = default);

    /// <summary>Adds a protocol that peers may open streams for. Disposing the result takes it away.</summary>
    /// <param name="handler">The handler.</param>
    /// <exception cref="InvalidOperationException">The protocol has a handler already.</exception>
    IDisposable Handle(IProtocolHandler handler);

    /// <summary>Measures the round trip to a connected peer.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<TimeSpan> PingAsync(PeerId peer, CancellationToken cancellationToken = default);

    /// <summary>Closes the connection to a peer, saying goodbye. Does nothing when there is none.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="cancellationToken">Ends the goodbye; the connection is then cut.</param>
    ValueTask DisconnectAsync(PeerId peer, CancellationToken cancellationToken = default);

    /// <summary>Subscribes to connections, identifications and losses. Slow readers lose the oldest events.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask<ISubscription<PeerEvent>> SubscribeAsync(CancellationToken cancellationToken = default);
}
