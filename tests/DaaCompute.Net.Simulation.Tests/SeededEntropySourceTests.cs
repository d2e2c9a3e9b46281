namespace DaaCompute.Net.Simulation.Tests;

public sealed class SeededEntropySourceTests
{
    [Fact]
    public void SplitMix_PublishedSeed_GivesThePublishedOutputs()
    {
        ulong state = 1234567;

        ulong[] outputs = [.. Enumerable.Range(0, 5).Select(_ => SplitMix.Next(ref state))];

        Assert.Equal(
            [
                6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL, 4593380528125082431UL,
                16408922859458223821UL,
            ],
            outputs);
    }

    [Fact]
    public void Fill_PublishedState_GivesThePublishedOutputs()
    {
        SeededEntropySource source = new(1, 2, 3, 4);

        Assert.Equal(11520UL, source.NextUInt64());
        Assert.Equal(0UL, source.NextUInt64());
        Assert.Equal(1509978240UL, source.NextUInt64());
        Assert.Equal(1215971899390074240UL, source.NextUInt64());
    }

    [Fact]
    public void Fill_EqualSeeds_GiveEqualBytesWhateverTheirLength()
    {
        byte[] one = new byte[1003];
        byte[] other = new byte[1003];

        new SeededEntropySource(42).Fill(one);
        new SeededEntropySource(42).Fill(other);

        Assert.Equal(one, other);
        Assert.NotEqual(0, one[1002] | one[1001] | one[1000]);
    }

    [Fact]
    public void Derive_SameLabel_DoesNotDependOnWhatWasDrawn()
    {
        SeededEntropySource source = new(42);
        ulong before = source.Derive("node/3").NextUInt64();

        source.NextUInt64();

        Assert.Equal(before, source.Derive("node/3").NextUInt64());
        Assert.NotEqual(before, source.Derive("node/4").NextUInt64());
        Assert.NotEqual(before, new SeededEntropySource(43).Derive("node/3").NextUInt64());
    }
}
