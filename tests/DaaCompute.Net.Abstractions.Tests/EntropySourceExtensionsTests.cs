namespace DaaCompute.Net.Tests;

public sealed class EntropySourceExtensionsTests
{
    private const int Draws = 60_000;

    [Fact]
    public void NextInt32_ManyDraws_AreUniform()
    {
        const int Sides = 6;
        CountingEntropySource entropy = new(1);
        int[] counts = new int[Sides];
        for (int draw = 0; draw < Draws; draw++)
        {
            counts[entropy.NextInt32(Sides)]++;
        }

        // Chi-square with five degrees of freedom stays below 20.5 with probability 0.999; the seed is fixed.
        double expected = (double)Draws / Sides;
        Assert.InRange(counts.Sum(count => (count - expected) * (count - expected) / expected), 0, 20.5);
    }

    [Fact]
    public void NextInt32_OfOne_IsZeroAndOfNothingThrows()
    {
        CountingEntropySource entropy = new(2);

        Assert.Equal(0, entropy.NextInt32(1));
        Assert.InRange(entropy.NextInt32(int.MaxValue), 0, int.MaxValue - 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => entropy.NextInt32(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => entropy.NextInt32(-1));
    }

    [Fact]
    public void NextDouble_ManyDraws_StayInsideAndAverageHalf()
    {
        CountingEntropySource entropy = new(3);
        double[] draws = [.. Enumerable.Range(0, Draws).Select(_ => entropy.NextDouble())];

        Assert.All(draws, draw => Assert.True(draw is >= 0 and < 1));
        Assert.InRange(draws.Average(), 0.49, 0.51);
    }

    [Fact]
    public void Shuffle_ManyTimes_ReachesEveryOrderEqually()
    {
        CountingEntropySource entropy = new(4);
        Dictionary<string, int> counts = [];
        for (int round = 0; round < Draws; round++)
        {
            char[] items = ['a', 'b', 'c'];
            entropy.Shuffle<char>(items);
            string order = new(items);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 9_500, 10_500));
    }

    [Fact]
    public void Shuffle_OfOneSeed_IsTheSameTwice()
    {
        int[] first = [.. Enumerable.Range(0, 100)];
        int[] second = [.. first];

        new CountingEntropySource(5).Shuffle<int>(first);
        new CountingEntropySource(5).Shuffle<int>(second);

        Assert.Equal(first, second);
        Assert.NotEqual(Enumerable.Range(0, 100), first);
        Assert.Equal(Enumerable.Range(0, 100), first.Order());
    }

    [Fact]
    public void NextUInt64_OfASource_IsItsNextEightBytes()
    {
        byte[] bytes = new byte[8];
        new CountingEntropySource(6).Fill(bytes);

        Assert.Equal(BitConverter.ToUInt64(bytes), new CountingEntropySource(6).NextUInt64());
    }
}
