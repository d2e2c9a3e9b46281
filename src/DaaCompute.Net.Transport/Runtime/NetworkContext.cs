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
    ILogger Log);
