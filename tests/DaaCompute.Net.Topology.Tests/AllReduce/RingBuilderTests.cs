using DaaCompute.Net.Topology.AllReduce;
using FsCheck.Xunit;

namespace DaaCompute.Net.Topology.Tests.AllReduce;

public sealed class RingBuilderTests
{
    [Property(MaxTest = 150)]
    public void Build_FewMembers_ReachesTheBestBottleneckThereIs(int seed, byte size)
    {
        int members = 1 + (size % 7);
        BandwidthMatrix bandwidth = RandomBandwidth(members, seed);
        int[] ring = RingBuilder.Build(bandwidth, new float[members * members], seed: 1);
        Assert.Equal(Enumerable.Range(0, members), ring.Order());
        Assert.Equal(Best(bandwidth), RingBuilder.Bottleneck(bandwidth, ring));
    }

    [Fact]
    public void Build_SameMatricesAndSeed_GivesTheSameRing()
    {
        BandwidthMatrix bandwidth = RandomBandwidth(40, 9);
        float[] latency = RandomLatency(40, 9);
        int[] ring = RingBuilder.Build(bandwidth, latency, seed: 3);
        Assert.Equal(ring, RingBuilder.Build(RandomBandwidth(40, 9), [.. latency], seed: 3));
        Assert.Equal(0, ring[0]);
    }

    [Fact]
    public void Build_ManyMembers_BeatsGreedyAndComesNearTheBound()
    {
        double reached = 0;
        double greedy = 0;
        double bound = 0;
        for (int seed = 0; seed < 5; seed++)
        {
            BandwidthMatrix bandwidth = RandomBandwidth(64, seed);
            reached += RingBuilder.Bottleneck(bandwidth, RingBuilder.Build(bandwidth, new float[64 * 64], seed: 1));
            greedy += RingBuilder.Bottleneck(bandwidth, RingBuilder.Greedy(bandwidth));
            bound += RingBuilder.UpperBound(bandwidth);
        }

        Assert.True(reached > 1.5 * greedy, $"reached {reached}, greedy {greedy}, bound {bound}");
        Assert.True(reached > 0.9 * bound, $"reached {reached}, greedy {greedy}, bound {bound}");
    }

    [Fact]
    public void Build_EqualBandwidths_ShortensTheWay()
    {
        const int members = 48;
        BandwidthMatrix bandwidth = new(members);
        float[] latency = RandomLatency(members, 4);
        for (int from = 0; from < members; from++)
        {
            for (int to = 0; to < members; to++)
            {
                bandwidth[from, to] = 100;
            }
        }

        int[] ring = RingBuilder.Build(bandwidth, latency, seed: 1);
        Assert.True(Length(latency, ring) < 0.4 * Length(latency, [.. Enumerable.Range(0, members)]));
    }

    private static double Length(float[] latency, int[] ring) =>
        Enumerable.Range(0, ring.Length).Sum(place => (double)latency[(ring[place] * ring.Length) + ring[(place + 1) % ring.Length]]);

    private static BandwidthMatrix RandomBandwidth(int size, int seed)
    {
        Random random = new(seed);
        BandwidthMatrix bandwidth = new(size);
        for (int from = 0; from < size; from++)
        {
            for (int to = 0; to < size; to++)
            {
                bandwidth[from, to] = from == to ? 0 : 1 + random.Next(1000);
            }
        }

        return bandwidth;
    }

    private static float[] RandomLatency(int size, int seed)
    {
        Random random = new(seed);
        (int X, int Y)[] places = [.. Enumerable.Range(0, size).Select(_ => (random.Next(200), random.Next(200)))];
        return
        [
            .. from one in places
               from other in places
               select (float)Math.Sqrt(Math.Pow(one.X - other.X, 2) + Math.Pow(one.Y - other.Y, 2)),
        ];
    }

    /// <summary>The best slowest link over every ring there is.</summary>
    private static float Best(BandwidthMatrix bandwidth)
    {
        return Try([0], [.. Enumerable.Range(1, bandwidth.Size - 1)]);

        float Try(int[] ring, int[] left) => left.Length == 0
            ? RingBuilder.Bottleneck(bandwidth, ring)
            : left.Max(next => Try([.. ring, next], [.. left.Where(member => member != next)]));
    }
}
