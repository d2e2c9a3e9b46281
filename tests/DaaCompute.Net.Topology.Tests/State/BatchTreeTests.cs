using System.Collections.Immutable;
using DaaCompute.Net.Topology.State;
using DaaCompute.Net.Topology.Tests.Fakes;

namespace DaaCompute.Net.Topology.Tests.State;

public sealed class BatchTreeTests
{
    private readonly BatchTree _tree = new(TestHash.Instance);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(255)]
    [InlineData(BatchTree.MaxLeaves)]
    public void RootOf_EveryLeafWithItsPath_IsTheRoot(int count)
    {
        ContentDigest[] leaves = [.. Enumerable.Range(0, count).Select(TestHash.Of)];
        ContentDigest root = _tree.Root(leaves);
        for (int place = 0; place < count; place++)
        {
            ImmutableArray<ContentDigest> path = _tree.Path(leaves, place);
            Assert.True(path.Length <= BatchTree.MaxPath);
            Assert.Equal(root, _tree.RootOf(leaves[place], place, count, path.AsSpan()));
            Assert.NotEqual(root, _tree.RootOf(TestHash.Of(-1), place, count, path.AsSpan()));
            Assert.NotEqual(root, _tree.RootOf(leaves[place], (place + 1) % (count + 1), count, path.AsSpan()));
        }
    }

    [Fact]
    public void RootOf_APathOfTheWrongLength_IsNone()
    {
        ContentDigest[] leaves = [.. Enumerable.Range(0, 5).Select(TestHash.Of)];
        ImmutableArray<ContentDigest> path = _tree.Path(leaves, 2);
        Assert.Null(_tree.RootOf(leaves[2], 2, 5, path.AsSpan()[1..]));
        Assert.Null(_tree.RootOf(leaves[2], 2, 5, [.. path, TestHash.Of(9)]));
        Assert.Null(_tree.RootOf(leaves[2], 5, 5, path.AsSpan()));
        Assert.Null(_tree.RootOf(leaves[2], 2, BatchTree.MaxLeaves + 1, path.AsSpan()));
    }

    [Fact]
    public void Leaf_OfAnotherNetwork_Differs() =>
        Assert.NotEqual(_tree.Leaf([1], [2, 3]), _tree.Leaf([9], [2, 3]));
}
