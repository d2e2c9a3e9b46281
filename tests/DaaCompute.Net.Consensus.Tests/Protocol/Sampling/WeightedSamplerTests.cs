using System.Collections.Immutable;
using DaaCompute.Net.Consensus.Protocol.Sampling;

namespace DaaCompute.Net.Consensus.Tests.Protocol.Sampling;

public sealed class WeightedSamplerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(100)]
    public void Draw_EverybodyOnce_WhenAsManyAreAskedFor(int count)
    {
        WeightedSampler sampler = new([.. Enumerable.Range(1, count).Select(one => (ulong)one)]);
        SeededEntropy entropy = new(1);
        for (int round = 0; round < 10; round++)
        {
            Assert.Equal(Enumerable.Range(0, count), sampler.Draw(count + 5, entropy).Order());
        }
    }

    [Fact]
    public void Draw_First_FollowsTheWeights()
    {
        ImmutableArray<ulong> weights = [1, 2, 3, 4, 10];
        WeightedSampler sampler = new(weights);
        SeededEntropy entropy = new(2);
        const int Rounds = 20_000;
        int[] counts = new int[weights.Length];
        for (int round = 0; round < Rounds; round++)
        {
            counts[sampler.Draw(1, entropy)[0]]++;
        }

        // Five standard deviations of a binomial share.
        for (int index = 0; index < counts.Length; index++)
        {
            double share = weights[index] / 20.0;
            Assert.InRange(counts[index] - (Rounds * share), -5 * Math.Sqrt(Rounds * share), 5 * Math.Sqrt(Rounds * share));
        }
    }

    [Fact]
    public void Draw_HeavyWeights_DoNotOverflow()
    {
        WeightedSampler sampler = new([1UL << 61, 1UL << 61, 1UL << 61, 1]);
        SeededEntropy entropy = new(3);
        Assert.Equal([0, 1, 2, 3], sampler.Draw(4, entropy).Order());
        Assert.Throws<ArgumentOutOfRangeException>(() => new WeightedSampler([1UL << 63, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WeightedSampler([1, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WeightedSampler([]));
    }

    [Fact]
    public void Schedule_EverybodyComputesTheSameOrder_AndRanksDiffer()
    {
        ImmutableArray<ulong> weights = [.. Enumerable.Repeat(3UL, 50)];
        ProposerSchedule first = new(weights, seed: 5);
        ProposerSchedule second = new(weights, seed: 5);
        for (long height = 1; height < 20; height++)
        {
            int[] ranks = [.. Enumerable.Range(0, 50).Select(one => first.RankOf(one, height))];
            Assert.Equal(ranks, Enumerable.Range(0, 50).Select(one => second.RankOf(one, height)));
            Assert.Equal([0, 1, 2, 3, 4, 5], ranks.Where(rank => rank < 6).Order());
        }
    }
}
