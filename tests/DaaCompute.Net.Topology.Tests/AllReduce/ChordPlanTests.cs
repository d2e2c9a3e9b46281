using System.Collections.Immutable;
using DaaCompute.Net.Topology.AllReduce;

namespace DaaCompute.Net.Topology.Tests.AllReduce;

public sealed class ChordPlanTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 0)]
    [InlineData(4, 2)]
    [InlineData(5, 5)]
    [InlineData(16, 40)]
    [InlineData(64, 192)]
    public void Plan_SeveralSizes_ConnectsTwoFourAndEightPlacesAway(int members, int expected)
    {
        ImmutableArray<(int From, int To)> chords = ChordPlan.Plan([.. Enumerable.Range(0, members)]);
        Assert.Equal(expected, chords.Length);
        Assert.Equal(chords.Length, chords.Select(chord => (Math.Min(chord.From, chord.To), Math.Max(chord.From, chord.To))).Distinct().Count());
        Assert.All(chords, chord => Assert.InRange((chord.To - chord.From + members) % members, 2, members - 2));
    }

    [Fact]
    public void Plan_WithAnyMemberGone_ConnectsItsNeighbours()
    {
        const int members = 20;
        ImmutableArray<(int From, int To)> chords = ChordPlan.Plan([.. Enumerable.Range(0, members)]);
        for (int gone = 0; gone < members; gone++)
        {
            Assert.Single(chords, chord => chord == ((gone + members - 1) % members, (gone + 1) % members));
        }
    }
}
