using System.Collections.Immutable;

namespace DaaCompute.Net.Topology.Clustering;

/// <summary>
/// Clusters more peers than a matrix of all pairs is affordable for: a sample is clustered, and every other peer joins the
/// cluster whose members in the sample are all near enough.
/// </summary>
/// <remarks>
/// Landmarks are spread evenly by farthest-first traversal (Gonzalez, 1985), which visits every dense region before any twice.
/// They are clustered within half the diameter and peers join within half of it of every landmark of the cluster, so that
/// two members are within the diameter of each other wherever the triangle inequality holds; measured round trips break it
/// now and then, coordinates never do.
/// </remarks>
internal static class LandmarkClustering
{
    /// <param name="count">How many peers there are.</param>
    /// <param name="latency">The round trip between two of them, in milliseconds.</param>
    /// <param name="landmarks">How many landmarks to choose, at least 1.</param>
    /// <param name="maximumDiameterMs">The longest round trip within a cluster, in milliseconds.</param>
    /// <param name="minimumSize">Smaller clusters are taken apart.</param>
    public static ClusterPlan Cluster(
        int count, Func<int, int, float> latency, int landmarks, double maximumDiameterMs, int minimumSize)
    {
        int[] chosen = Choose(count, latency, Math.Min(landmarks, count));
        LatencyMatrix matrix = new(chosen.Length);
        for (int one = 0; one < chosen.Length; one++)
        {
            for (int other = 0; other < one; other++)
            {
                matrix[one, other] = latency(chosen[one], chosen[other]);
            }
        }

        double radius = maximumDiameterMs / 2;
        ClusterPlan sampled = HierarchicalClustering.Cluster(matrix, radius, minimumSize: 1);
        int[][] cores = [.. sampled.Clusters.Select(cluster => cluster.Select(landmark => chosen[landmark]).ToArray())];
        List<int>[] members = [.. cores.Select(core => core.ToList())];
        HashSet<int> isLandmark = [.. chosen];
        List<int> outliers = [];
        for (int peer = 0; peer < count; peer++)
        {
            if (!isLandmark.Contains(peer))
            {
                Place(peer, latency, cores, members, radius, outliers);
            }
        }

        outliers.AddRange(members.Where(cluster => cluster.Count < minimumSize).SelectMany(cluster => cluster));
        return new ClusterPlan(
            [
                .. members.Where(cluster => cluster.Count >= minimumSize)
                    .Select(cluster => cluster.Order().ToImmutableArray())
                    .OrderBy(cluster => cluster[0]),
            ],
            [.. outliers.Order()]);
    }

    private static void Place(
        int peer, Func<int, int, float> latency, int[][] cores, List<int>[] members, double radius, List<int> outliers)
    {
        int best = -1;
        float least = float.PositiveInfinity;
        for (int cluster = 0; cluster < cores.Length; cluster++)
        {
            float farthest = 0;
            foreach (int landmark in cores[cluster])
            {
                farthest = Math.Max(farthest, latency(peer, landmark));
                if (farthest >= least || farthest > radius)
                {
                    break;
                }
            }

            if (farthest <= radius && farthest < least)
            {
                best = cluster;
                least = farthest;
            }
        }

        (best < 0 ? outliers : members[best]).Add(peer);
    }

    private static int[] Choose(int count, Func<int, int, float> latency, int landmarks)
    {
        int[] chosen = new int[landmarks];
        float[] distance = [.. Enumerable.Repeat(float.PositiveInfinity, count)];
        for (int number = 1; number < landmarks; number++)
        {
            int next = 0;
            for (int peer = 0; peer < count; peer++)
            {
                distance[peer] = Math.Min(distance[peer], latency(peer, chosen[number - 1]));
                next = distance[peer] > distance[next] ? peer : next;
            }

            // Where peers are all at a chosen one's place, there is nothing left to spread over.
            if (distance[next] == 0)
            {
                return chosen[..number];
            }

            chosen[number] = next;
        }

        return chosen;
    }
}
