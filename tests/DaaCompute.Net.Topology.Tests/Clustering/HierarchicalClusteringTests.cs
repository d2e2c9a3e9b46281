using DaaCompute.Net.Topology.Clustering;
using FsCheck.Xunit;

namespace DaaCompute.Net.Topology.Tests.Clustering;

public sealed class HierarchicalClusteringTests
{
    private const double Diameter = 50;

    [Property(MaxTest = 200)]
    public void Cluster_AnyMatrix_KeepsTheDiameterAndPlacesEverybodyOnce(int seed, byte size)
    {
        LatencyMatrix matrix = RandomMatrix(seed, size % 60);
        ClusterPlan plan = HierarchicalClustering.Cluster(matrix.Clone(), Diameter, minimumSize: 3);
        Assert.Equal(
            Enumerable.Range(0, matrix.Size), plan.Clusters.SelectMany(cluster => cluster).Concat(plan.Outliers).Order());
        foreach (var cluster in plan.Clusters)
        {
            Assert.True(cluster.Length >= 3);
            Assert.All(Pairs(cluster), pair => Assert.True(matrix[pair.One, pair.Other] <= Diameter));
        }
    }

    [Property(MaxTest = 200)]
    public void Cluster_WithoutTies_IsWhatMergingTheNearestTwoGives(int seed, byte size)
    {
        LatencyMatrix matrix = RandomMatrix(seed, size % 24);
        ClusterPlan plan = HierarchicalClustering.Cluster(matrix.Clone(), Diameter, minimumSize: 1);
        Assert.Equal(
            Naive(matrix).Select(cluster => string.Join(',', cluster)),
            plan.Clusters.Select(cluster => string.Join(',', cluster)));
    }

    [Fact]
    public void Cluster_TwoSites_FindsBoth()
    {
        LatencyMatrix matrix = new(10);
        for (int one = 0; one < 10; one++)
        {
            for (int other = 0; other < one; other++)
            {
                matrix[one, other] = one / 5 == other / 5 ? 4 : 120;
            }
        }

        ClusterPlan plan = HierarchicalClustering.Cluster(matrix, Diameter, minimumSize: 5);
        Assert.Equal(["0,1,2,3,4", "5,6,7,8,9"], plan.Clusters.Select(cluster => string.Join(',', cluster)));
        Assert.Empty(plan.Outliers);
    }

    [Fact]
    public void Cluster_EqualDistancesEverywhere_Ends()
    {
        LatencyMatrix matrix = new(40);
        for (int one = 0; one < 40; one++)
        {
            for (int other = 0; other < one; other++)
            {
                matrix[one, other] = 7;
            }
        }

        Assert.Equal(40, Assert.Single(HierarchicalClustering.Cluster(matrix, Diameter, minimumSize: 5).Clusters).Length);
    }

    [Property(MaxTest = 50)]
    public void LandmarkCluster_InAPlane_KeepsTheDiameter(int seed)
    {
        Random random = new(seed);
        (double X, double Y)[] places = [.. Enumerable.Range(0, 300).Select(_ => (random.NextDouble() * 200, random.NextDouble() * 200))];
        ClusterPlan plan = LandmarkClustering.Cluster(places.Length, Distance, landmarks: 60, Diameter, minimumSize: 5);
        Assert.Equal(
            Enumerable.Range(0, places.Length), plan.Clusters.SelectMany(cluster => cluster).Concat(plan.Outliers).Order());
        Assert.NotEmpty(plan.Clusters);
        foreach (var cluster in plan.Clusters)
        {
            Assert.All(Pairs(cluster), pair => Assert.True(Distance(pair.One, pair.Other) <= Diameter + 0.01));
        }

        float Distance(int one, int other) =>
            (float)Math.Sqrt(Math.Pow(places[one].X - places[other].X, 2) + Math.Pow(places[one].Y - places[other].Y, 2));
    }

    private static LatencyMatrix RandomMatrix(int seed, int size)
    {
        Random random = new(seed);
        LatencyMatrix matrix = new(size);
        int[] distinct = [.. Enumerable.Range(1, Math.Max(1, size * size))];
        random.Shuffle(distinct);
        int next = 0;
        for (int one = 0; one < size; one++)
        {
            for (int other = 0; other < one; other++)
            {
                matrix[one, other] = 150f * distinct[next++] / (size * size);
            }
        }

        return matrix;
    }

    private static IEnumerable<(int One, int Other)> Pairs(IReadOnlyList<int> members) =>
        from one in members
        from other in members
        where one < other
        select (one, other);

    /// <summary>Complete linkage as its definition has it.</summary>
    private static IEnumerable<List<int>> Naive(LatencyMatrix matrix)
    {
        List<List<int>> clusters = [.. Enumerable.Range(0, matrix.Size).Select(peer => new List<int> { peer })];
        while (true)
        {
            var nearest = (
                from one in Enumerable.Range(0, clusters.Count)
                from other in Enumerable.Range(0, one)
                select (one, other, Linkage: clusters[one].Max(left => clusters[other].Max(right => matrix[left, right]))))
                .OrderBy(pair => pair.Linkage).FirstOrDefault();
            if (clusters.Count < 2 || nearest.Linkage > Diameter)
            {
                return clusters.Select(cluster => cluster.Order().ToList()).OrderBy(cluster => cluster[0]);
            }

            clusters[nearest.other].AddRange(clusters[nearest.one]);
            clusters.RemoveAt(nearest.one);
        }
    }
}
