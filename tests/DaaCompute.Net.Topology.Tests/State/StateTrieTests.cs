using DaaCompute.Net.Topology.State;
using DaaCompute.Net.Topology.Tests.Fakes;
using FsCheck.Xunit;

namespace DaaCompute.Net.Topology.Tests.State;

public sealed class StateTrieTests
{
    private static readonly StateTrie Empty = new(TestHash.Instance);

    [Fact]
    public void Root_Empty_IsZeros() => Assert.Equal(default, Empty.Root);

    [Fact]
    public void Root_OfThreeEntries_IsTheOneThatWasAlwaysComputed()
    {
        StateTrie trie = Empty.With(TestHash.Of(1), TestHash.Of(10)).With(TestHash.Of(2), TestHash.Of(20)).With(TestHash.Of(3), TestHash.Of(30));
        Assert.Equal("6cc2c4698613d037e46e26be17efc6efea8dc62d3daedb3045fe482865d10028", trie.Root.ToString());
    }

    [Property(MaxTest = 200)]
    public void Root_OfTheSameEntries_DoesNotDependOnTheWay(byte[] kept, byte[] removed)
    {
        byte[] left = [.. kept.Distinct()];
        StateTrie straight = left.Order().Aggregate(Empty, (trie, key) => trie.With(TestHash.Of(key), TestHash.Of(key + 1000)));
        StateTrie detour = removed.Aggregate(Empty, (trie, key) => trie.With(TestHash.Of(key), TestHash.Of(key)));
        detour = left.Reverse().Aggregate(detour, (trie, key) => trie.With(TestHash.Of(key), TestHash.Of(key + 1000)));
        detour = removed.Except(left).Aggregate(detour, (trie, key) => trie.Without(TestHash.Of(key)));
        Assert.Equal(straight.Root, detour.Root);
    }

    [Property(MaxTest = 100)]
    public void Root_OfDifferentEntries_Differs(byte[] keys, byte extra)
    {
        StateTrie trie = keys.Aggregate(Empty, (all, key) => all.With(TestHash.Of(key), TestHash.Of(key)));
        StateTrie changed = trie.With(TestHash.Of(extra), TestHash.Of(extra + 1000));
        Assert.NotEqual(trie.Root, changed.Root);
        StateTrie without = trie.Without(TestHash.Of(extra));
        Assert.Equal(keys.Contains(extra), trie.Root != without.Root);
    }

    [Fact]
    public void With_KeysThatShareALongPrefix_KeepsBoth()
    {
        byte[] one = new byte[ContentDigest.Size];
        byte[] other = new byte[ContentDigest.Size];
        other[^1] = 1;
        ContentDigest first = new(one);
        ContentDigest second = new(other);
        StateTrie both = Empty.With(first, TestHash.Of(1)).With(second, TestHash.Of(2));
        Assert.Equal(both.Root, Empty.With(second, TestHash.Of(2)).With(first, TestHash.Of(1)).Root);
        Assert.Equal(Empty.With(first, TestHash.Of(1)).Root, both.Without(second).Root);
        Assert.Equal(Empty.Root, both.Without(second).Without(first).Root);
    }
}
