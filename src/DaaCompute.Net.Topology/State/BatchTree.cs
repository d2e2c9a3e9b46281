using System.Collections.Immutable;
using System.Numerics;
using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Topology.State;

/// <summary>The Merkle tree over a batch of statements, so that one signature of 3 KB serves all of them.</summary>
/// <remarks>
/// The tree is that of RFC 6962: leaves and branches are hashed under different prefixes, and a tree of n leaves is split
/// at the largest power of two below n, so that no two batches share a root.
/// </remarks>
internal sealed class BatchTree(IContentHash hash)
{
    /// <summary>The most statements of a batch.</summary>
    public const int MaxLeaves = 256;

    /// <summary>The longest path: log2 of <see cref="MaxLeaves"/>.</summary>
    public const int MaxPath = 8;

    private const byte LeafPrefix = 0;
    private const byte BranchPrefix = 1;

    public ContentDigest Leaf(ReadOnlySpan<byte> network, ReadOnlySpan<byte> statement)
    {
        byte[] data = new byte[1 + network.Length + statement.Length];
        data[0] = LeafPrefix;
        network.CopyTo(data.AsSpan(1));
        statement.CopyTo(data.AsSpan(1 + network.Length));
        return HashOf(data);
    }

    public ContentDigest Root(ReadOnlySpan<ContentDigest> leaves)
    {
        ArgumentOutOfRangeException.ThrowIfZero(leaves.Length);
        if (leaves.Length == 1)
        {
            return leaves[0];
        }

        int split = SplitOf(leaves.Length);
        return Branch(Root(leaves[..split]), Root(leaves[split..]));
    }

    public ImmutableArray<ContentDigest> Path(ReadOnlySpan<ContentDigest> leaves, int leaf)
    {
        ImmutableArray<ContentDigest>.Builder path = ImmutableArray.CreateBuilder<ContentDigest>();
        AddPath(leaves, leaf, path);
        return path.ToImmutable();
    }

    /// <summary>The root that a leaf and its path lead to, or null when the path does not fit the place.</summary>
    public ContentDigest? RootOf(ContentDigest leaf, int place, int leaves, ReadOnlySpan<ContentDigest> path)
    {
        if (place < 0 || place >= leaves || leaves > MaxLeaves)
        {
            return null;
        }

        if (leaves == 1)
        {
            return path.IsEmpty ? leaf : null;
        }

        if (path.IsEmpty)
        {
            return null;
        }

        int split = SplitOf(leaves);
        bool isLeft = place < split;
        ContentDigest? inner = isLeft
            ? RootOf(leaf, place, split, path[..^1])
            : RootOf(leaf, place - split, leaves - split, path[..^1]);
        return inner is not ContentDigest side ? null : isLeft ? Branch(side, path[^1]) : Branch(path[^1], side);
    }

    private static int SplitOf(int leaves) => (int)BitOperations.RoundUpToPowerOf2((uint)leaves) / 2;

    private void AddPath(
        ReadOnlySpan<ContentDigest> leaves, int leaf, ImmutableArray<ContentDigest>.Builder path)
    {
        if (leaves.Length == 1)
        {
            return;
        }

        int split = SplitOf(leaves.Length);
        if (leaf < split)
        {
            AddPath(leaves[..split], leaf, path);
            path.Add(Root(leaves[split..]));
        }
        else
        {
            AddPath(leaves[split..], leaf - split, path);
            path.Add(Root(leaves[..split]));
        }
    }

    private ContentDigest Branch(ContentDigest left, ContentDigest right)
    {
        Span<byte> data = stackalloc byte[1 + (2 * ContentDigest.Size)];
        data[0] = BranchPrefix;
        left.CopyTo(data[1..]);
        right.CopyTo(data[(1 + ContentDigest.Size)..]);
        return HashOf(data);
    }

    private ContentDigest HashOf(ReadOnlySpan<byte> data)
    {
        Span<byte> digest = stackalloc byte[ContentDigest.Size];
        hash.Hash(data, digest);
        return new ContentDigest(digest);
    }
}
