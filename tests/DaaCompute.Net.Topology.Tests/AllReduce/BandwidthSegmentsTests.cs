using System.Collections.Immutable;
using DaaCompute.Net.Topology.AllReduce;
using FsCheck.Xunit;

namespace DaaCompute.Net.Topology.Tests.AllReduce;

public sealed class BandwidthSegmentsTests
{
    [Fact]
    public void Shares_OfEquals_AreEqual() =>
        Assert.All(BandwidthSegments.Shares([5, 5, 5, 5]), share => Assert.Equal(0.25, share, 9));

    [Fact]
    public void Shares_OfOneWithoutBandwidth_AreNone()
    {
        ImmutableArray<double> shares = BandwidthSegments.Shares([10, 0, 10, 0.1]);
        Assert.Equal(0, shares[1]);
        Assert.Equal(0, shares[3]);
        Assert.Equal(0.5, shares[0], 9);
    }

    [Property(MaxTest = 200)]
    public void Shares_Any_SumToOneAndCannotBeBettered(int seed, byte size)
    {
        Random random = new(seed);
        double[] bandwidths = [.. Enumerable.Range(0, 2 + (size % 20)).Select(_ => 1 + (random.NextDouble() * 99))];
        ImmutableArray<double> shares = BandwidthSegments.Shares(bandwidths);
        Assert.Equal(1, shares.Sum(), 9);
        Assert.All(shares, share => Assert.True(share >= 0));
        double time = BandwidthSegments.Time(bandwidths, shares);
        for (int attempt = 0; attempt < 50; attempt++)
        {
            double[] moved = [.. shares];
            int from = random.Next(moved.Length);
            int to = random.Next(moved.Length);
            double amount = moved[from] * random.NextDouble();
            moved[from] -= amount;
            moved[to] += amount;
            Assert.True(BandwidthSegments.Time(bandwidths, [.. moved]) >= time - 1e-9);
        }
    }

    [Fact]
    public void Shares_OfNonsense_AreTheCallersMistake()
    {
        Assert.Throws<ArgumentException>(() => BandwidthSegments.Shares([]));
        Assert.Throws<ArgumentException>(() => BandwidthSegments.Shares([1, double.NaN]));
        Assert.Throws<ArgumentException>(() => BandwidthSegments.Shares([1, -1]));
    }
}
