using System.Collections.Immutable;

namespace DaaCompute.Net.Topology;

/// <summary>How a group's members are arranged for all-reduce.</summary>
/// <param name="PrimaryRing">The members in ring order; the last one's successor is the first.</param>
/// <param name="ChordConnections">Pairs of members to keep connected for repair.</param>
/// <param name="BandwidthShares">Each member's share of the reducing, in ring order; sums to 1.</param>
public sealed record AllReduceTopology(
    ImmutableArray<PeerId> PrimaryRing,
    ImmutableArray<(PeerId From, PeerId To)> ChordConnections,
    ImmutableArray<double> BandwidthShares);
