using DaaCompute.Net.Crypto;
using DaaCompute.Net.Dht.Diagnostics;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Dht.Runtime;

/// <summary>What every part of the runtime needs.</summary>
internal sealed record DhtContext(
    IPeerNetwork Network,
    IPeerDirectory Directory,
    DhtOptions Options,
    TimeProvider Time,
    IEntropySource Entropy,
    DhtMetrics Metrics,
    ILogger Log,
    IClassicalAlias? Alias = null)
{
    public ProtocolId Protocol { get; } = new(Options.Protocol);

    public PeerId Self => Network.LocalPeer.Id;

    /// <summary>What classical peers know this node by; null where the host allows none.</summary>
    public PeerId? AliasId => Alias?.Identity.PeerId;

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>What a peer knows this node by: a classical one has met its alias only.</summary>
    public PeerId NameFor(IPeerConnection connection) => connection.IsPostQuantum ? Self : AliasId ?? Self;
}
