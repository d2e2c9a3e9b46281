using DaaCompute.Net.Crypto;
using DaaCompute.Net.Transport.Diagnostics;
using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>What every part of the peer network needs.</summary>
internal sealed record NetworkContext(
    INodeIdentity Identity,
    TransportOptions Options,
    TimeProvider Time,
    IEntropySource Entropy,
    IConnectionGate Gate,
    TransportMetrics Metrics,
    ILogger Log)
{
    /// <summary>What classical peers know this node by; null where they are not allowed.</summary>
    public IClassicalAlias? Alias { get; init; }

    /// <summary>Whether this is a name of this node itself.</summary>
    public bool IsSelf(PeerId peer) => peer == Identity.PeerId || peer == Alias?.Identity.PeerId;

    /// <summary>The identity that the other end of a link knows this node by.</summary>
    public INodeIdentity IdentityOn(IMultiplexedConnection link) =>
        Alias is null || link.IsPostQuantum ? Identity : Alias.Identity;
}
