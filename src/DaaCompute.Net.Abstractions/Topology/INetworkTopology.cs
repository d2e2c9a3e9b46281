using System.Collections.Immutable;

namespace DaaCompute.Net.Topology;

/// <summary>The network's shape: who belongs to it, who is near whom, how to arrange an all-reduce.</summary>
public interface INetworkTopology
{
    /// <summary>The members of the agreed state, in the order of their ids.</summary>
    ImmutableArray<NodeInfo> Members { get; }

    /// <summary>Measures, clusters, and hands the result down to dialling and routing.</summary>
    /// <param name="cancellationToken">Ends the measurement.</param>
    ValueTask<ImmutableArray<LatencyCluster>> OptimizeClustersAsync(CancellationToken cancellationToken = default);

    /// <summary>Arranges members for all-reduce: the ring with the fastest slowest link, chords, shares.</summary>
    /// <param name="members">The members; every one of them computes the same arrangement.</param>
    /// <param name="cancellationToken">Ends the measurement.</param>
    ValueTask<AllReduceTopology> OptimizeForAllReduceAsync(
        ImmutableArray<PeerId> members, CancellationToken cancellationToken = default);
}
