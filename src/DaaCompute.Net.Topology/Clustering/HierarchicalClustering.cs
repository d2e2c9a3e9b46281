using System.Collections.Immutable;

namespace DaaCompute.Net.Topology.Clustering;

/// <summary>
/// Agglomerative clustering with complete linkage, by nearest-neighbour chains: any two members of a cluster are within the
/// diameter, by construction.
/// </summary>
/// <remarks>
/// Source: Murtagh, "A survey of recent advances in hierarchical clustering algorithms" (1983): complete linkage is
/// reducible, so chains of nearest neighbours find the same merges in O(n²) time and the space of the matrix. A merge is
/// final and distances only grow, so a pair that is farther apart than the diameter is never merged and the chain ends
/// there. Deterministic: ties go to the smaller number.
/// </remarks>
internal static class HierarchicalClustering
{
    /// <param name="latencies">Round trips; used up.</param>
    /// <param name="maximumDiameterMs">The longest round trip within a cluster, in milliseconds.</param>
    /// <param name="minimumSize">Smaller clusters are taken apart: their peers are outliers.</param>
    public static ClusterPlan Cluster(LatencyMatrix latencies, double maximumDiameterMs, int minimumSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maximumDiameterMs);
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumSize, 1);
        int size = latencies.Size;
        List<int>?[] members = [.. Enumerable.Range(0, size).Select(peer => new List<int> { peer })];
        List<int> active = [.. Enumerable.Range(0, size)];
        int[] place = [.. Enumerable.Range(0, size)];
        Stack<int> chain = new();
        List<List<int>> complete = [];
        while (active.Count > 0)
        {
            if (chain.Count == 0)
            {
                chain.Push(active[0]);
            }

            int tip = chain.Peek();
            int? previous = chain.Count > 1 ? chain.ElementAt(1) : null;
            int nearest = Nearest(latencies, active, tip, previous, maximumDiameterMs);
            if (nearest < 0)
            {
                // Nothing is near enough, and distances only grow: this cluster is complete.
                chain.Pop();
                Remove(active, place, tip);
                complete.Add(members[tip]!);
            }
            else if (nearest == previous)
            {
                chain.Pop();
                chain.Pop();
                Merge(latencies, active, place, members, tip, nearest);
            }
            else
            {
                chain.Push(nearest);
            }
        }

        return Plan(complete, minimumSize);
    }

    /// <summary>The nearest cluster within the diameter; of equals the tip's predecessor, or the chain might run in a circle.</summary>
    private static int Nearest(
        LatencyMatrix latencies, List<int> active, int tip, int? previous, double maximum)
    {
        int nearest = previous ?? -1;
        float least = previous is int known ? latencies[tip, known] : float.PositiveInfinity;
        if (least > maximum)
        {
            nearest = -1;
            least = float.PositiveInfinity;
        }

        foreach (int candidate in active)
        {
            if (candidate == tip)
            {
                continue;
            }

            float distance = latencies[tip, candidate];
            bool isNearer = distance < least || (distance == least && nearest != previous && candidate < nearest);
            if (distance <= maximum && isNearer)
            {
                nearest = candidate;
                least = distance;
            }
        }

        return nearest;
    }

    private static void Merge(
        LatencyMatrix latencies, List<int> active, int[] place, List<int>?[] members, int one, int other)
    {
        (int kept, int gone) = one < other ? (one, other) : (other, one);
        Remove(active, place, gone);
        foreach (int cluster in active)
        {
            if (cluster != kept)
            {
                latencies[kept, cluster] = Math.Max(latencies[kept, cluster], latencies[gone, cluster]);
            }
        }

        members[kept]!.AddRange(members[gone]!);
        members[gone] = null;
    }

    private static void Remove(List<int> active, int[] place, int gone)
    {
        int last = active[^1];
        active[place[gone]] = last;
        place[last] = place[gone];
        active.RemoveAt(active.Count - 1);
    }

    private static ClusterPlan Plan(List<List<int>> complete, int minimumSize)
    {
        ImmutableArray<ImmutableArray<int>> clusters =
        [
            .. complete.Where(cluster => cluster.Count >= minimumSize)
                .Select(cluster => cluster.Order().ToImmutableArray())
                .OrderBy(cluster => cluster[0]),
        ];
        ImmutableArray<int> outliers =
            [.. complete.Where(cluster => cluster.Count < minimumSize).SelectMany(cluster => cluster).Order()];
        return new ClusterPlan(clusters, outliers);
    }
}
