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
    ILogger Log)
{
    public ProtocolId Protocol { get; } = new(Options.Protocol);

    public PeerId Self => Network.LocalPeer.Id;

    public DateTimeOffset Now => Time.GetUtcNow();
}
