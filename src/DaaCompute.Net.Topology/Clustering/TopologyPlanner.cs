using System.Collections.Immutable;
using DaaCompute.Net.Topology.AllReduce;
using DaaCompute.Net.Topology.State;

namespace DaaCompute.Net.Topology.Clustering;

/// <summary>Clusters and rings of the agreed state; the same on every member at the same height.</summary>
internal static class TopologyPlanner
{
    /// <summary>The specification's <c>max_cluster_diameter_ms</c>.</summary>
    private const double MaxClusterDiameterMs = 50;

    /// <summary>The specification's <c>min_cluster_size</c>.</summary>
    private const int MinClusterSize = 5;

    /// <summary>Above this many members, a matrix of all pairs is not affordable: 5,000 take 50 MB.</summary>
    private const int MaxExactMembers = 5_000;

    public static ImmutableArray<LatencyCluster> Cluster(NetworkState state)
    {
        ImmutableArray<PeerId> members = [.. state.Members.Keys];
        if (members.Length > MaxExactMembers)
        {
            // The first members by id stand for all: ids are hashes, so they are a fair sample.
            members = members[..MaxExactMembers];
        }

        LatencyMatrix matrix = AgreedLatencies.Of(state, members);
        ClusterPlan plan = HierarchicalClustering.Cluster(matrix.Clone(), MaxClusterDiameterMs, MinClusterSize);
        return [.. plan.Clusters.Select((cluster, number) => Describe(new ClusterId(number), cluster, members, matrix))];
    }

    /// <summary>
    /// A ring over members in the order of their ids. No bandwidth is agreed on, so all links count as equally fast: the ring
    /// has the least latency that is found, and shares are equal.
    /// </summary>
    public static AllReduceTopology Ring(NetworkState state, ImmutableArray<PeerId> members)
    {
        ImmutableArray<PeerId> sorted = [.. members.Distinct().Order()];
        LatencyMatrix matrix = AgreedLatencies.Of(state, sorted);
        BandwidthMatrix bandwidth = new(sorted.Length);
        float[] latency = new float[sorted.Length * sorted.Length];
        for (int from = 0; from < sorted.Length; from++)
        {
            for (int to = 0; to < sorted.Length; to++)
            {
                bandwidth[from, to] = 1;
                latency[(from * sorted.Length) + to] = matrix[from, to];
            }
        }

        ImmutableArray<PeerId> ring = [.. RingBuilder.Build(bandwidth, latency, seed: 0).Select(member => sorted[member])];
        return new AllReduceTopology(
            ring, ChordPlan.Plan(ring), BandwidthSegments.Shares([.. Enumerable.Repeat(1.0, ring.Length)]));
    }

    private static LatencyCluster Describe(
        ClusterId id, ImmutableArray<int> cluster, ImmutableArray<PeerId> members, LatencyMatrix matrix)
    {
        HashSet<int> inside = [.. cluster];
        double within = 0;
        double outward = 0;
        foreach (int member in cluster)
        {
            for (int other = 0; other < matrix.Size; other++)
            {
                within += inside.Contains(other) ? matrix[member, other] : 0;
                outward += inside.Contains(other) ? 0 : matrix[member, other];
            }
        }

        int centroid = cluster.MinBy(member => cluster.Sum(other => (double)matrix[member, other]));
        int outsiders = matrix.Size - cluster.Length;
        return new LatencyCluster(
            id,
            members[centroid],
            [.. cluster.Select(member => members[member])],
            TimeSpan.FromMilliseconds(within / Math.Max(1, cluster.Length * (cluster.Length - 1))),
            TimeSpan.FromMilliseconds(outsiders == 0 ? 0 : outward / (cluster.Length * outsiders)));
    }
}
