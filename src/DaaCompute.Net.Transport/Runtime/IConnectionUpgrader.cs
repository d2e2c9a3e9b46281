using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Turns a raw connection into a secured and multiplexed one: multistream-select, handshake, yamux.</summary>
internal interface IConnectionUpgrader
{
    /// <summary>Upgrades a connection that this node dialled.</summary>
    /// <param name="connection">The raw connection; disposed when the upgrade fails.</param>
    /// <param name="expectedPeer">Whom it must lead to, or null.</param>
    /// <param name="memory">What the connection's buffers count against.</param>
    /// <param name="cancellationToken">Ends the attempt; the whole handshake has a deadline of its own as well.</param>
    /// <exception cref="HandshakeException">A check failed.</exception>
    ValueTask<IMultiplexedConnection> UpgradeOutboundAsync(
        ITransportConnection connection, PeerId? expectedPeer, IMemoryScope memory, CancellationToken cancellationToken);

    /// <summary>Upgrades a connection that was accepted.</summary>
    /// <param name="connection">The raw connection; disposed when the upgrade fails.</param>
    /// <param name="memory">What the connection's buffers count against.</param>
    /// <param name="cancellationToken">Ends the attempt; the whole handshake has a deadline of its own as well.</param>
    /// <exception cref="HandshakeException">A check failed.</exception>
    ValueTask<IMultiplexedConnection> UpgradeInboundAsync(
        ITransportConnection connection, IMemoryScope memory, CancellationToken cancellationToken);
}
