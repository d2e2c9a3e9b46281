using System.Collections.Immutable;

namespace DaaCompute.Net.Topology;

/// <summary>Peers that are near each other.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Centroid">The member with the least summed latency to the others.</param>
/// <param name="Members">All members, in the order of their ids.</param>
/// <param name="AverageInternalLatency">Mean round trip between members.</param>
/// <param name="AverageExternalLatency">Mean round trip from members to everyone else.</param>
public sealed record LatencyCluster(
    ClusterId Id,
    PeerId Centroid,
    ImmutableArray<PeerId> Members,
    TimeSpan AverageInternalLatency,
    TimeSpan AverageExternalLatency);
