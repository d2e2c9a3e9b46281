using DaaCompute.Net.Crypto;
using DaaCompute.Net.Training.Diagnostics;
using DaaCompute.Net.Training.Wire;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Training.Runtime;

/// <summary>What every group of a node shares.</summary>
internal sealed record GroupServices(
    IPeerNetwork Network,
    GroupCodec Codec,
    IContentHash Hash,
    TimeProvider Time,
    TrainingMetrics Metrics,
    ILogger Logger);
