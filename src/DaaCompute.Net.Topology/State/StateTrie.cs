using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Topology.State;

/// <summary>
/// A Merkle tree over keys and values, in which a change costs as many hashes as the tree is deep, and whose root depends on
/// what it holds alone, not on how it came about.
/// </summary>
/// <remarks>
/// A binary trie over the bits of hashed keys. A part with one entry is that entry's leaf, however deep the part lies, so a
/// tree of n entries is about log2 n deep; the leaf's hash covers the whole key, so that it stands for no other place.
/// Unlike a sum of hashes, it needs no assumption beyond the hash's collision resistance.
/// </remarks>
internal sealed class StateTrie
{
    private const byte LeafPrefix = 0;
    private const byte BranchPrefix = 1;

    private readonly IContentHash _hash;
    private readonly TrieNode? _root;

    private StateTrie(IContentHash hash, TrieNode? root)
    {
        _hash = hash;
        _root = root;
    }

    /// <summary>A tree without entries.</summary>
    public StateTrie(IContentHash hash)
        : this(hash, root: null)
    {
    }

    /// <summary>The root's hash; zeros when there is no entry.</summary>
    public ContentDigest Root => _root?.Hash ?? default;

    public StateTrie With(ContentDigest key, ContentDigest value) => new(_hash, Set(_root, Leaf(key, value), 0));

    public StateTrie Without(ContentDigest key) => new(_hash, Remove(_root, key, 0));

    private static bool IsRight(ContentDigest key, int depth)
    {
        Span<byte> bytes = stackalloc byte[ContentDigest.Size];
        key.CopyTo(bytes);
        return ((bytes[depth >> 3] >> (7 - (depth & 7))) & 1) != 0;
    }

    private TrieNode Set(TrieNode? node, TrieLeaf leaf, int depth)
    {
        switch (node)
        {
            case null:
                return leaf;
            case TrieLeaf other when other.Key == leaf.Key:
                return leaf;
            case TrieLeaf other:
                return Split(other, leaf, depth);
            default:
                TrieBranch branch = (TrieBranch)node;
                return IsRight(leaf.Key, depth)
                    ? Branch(branch.Left, Set(branch.Right, leaf, depth + 1))
                    : Branch(Set(branch.Left, leaf, depth + 1), branch.Right);
        }
    }

    private TrieBranch Split(TrieLeaf one, TrieLeaf other, int depth)
    {
        bool isOneRight = IsRight(one.Key, depth);
        if (isOneRight != IsRight(other.Key, depth))
        {
            return isOneRight ? Branch(other, one) : Branch(one, other);
        }

        TrieBranch deeper = Split(one, other, depth + 1);
        return isOneRight ? Branch(null, deeper) : Branch(deeper, null);
    }

    private TrieNode? Remove(TrieNode? node, ContentDigest key, int depth)
    {
        if (node is not TrieBranch branch)
        {
            return node is TrieLeaf leaf && leaf.Key == key ? null : node;
        }

        TrieNode? left = branch.Left;
        TrieNode? right = branch.Right;
        if (IsRight(key, depth))
        {
            right = Remove(right, key, depth + 1);
        }
        else
        {
            left = Remove(left, key, depth + 1);
        }

        // A leaf that is alone moves up, or the root would tell what has been here.
        return (left, right) switch
        {
            (null, null) => null,
            (TrieLeaf or null, null) => left,
            (null, TrieLeaf) => right,
            _ when ReferenceEquals(left, branch.Left) && ReferenceEquals(right, branch.Right) => branch,
            _ => Branch(left, right),
        };
    }

    private TrieLeaf Leaf(ContentDigest key, ContentDigest value) => new(key, value, HashOf(LeafPrefix, key, value));

    private TrieBranch Branch(TrieNode? left, TrieNode? right) =>
        new(left, right, HashOf(BranchPrefix, left?.Hash ?? default, right?.Hash ?? default));

    private ContentDigest HashOf(byte prefix, ContentDigest first, ContentDigest second)
    {
        Span<byte> data = stackalloc byte[1 + (2 * ContentDigest.Size)];
        data[0] = prefix;
        first.CopyTo(data[1..]);
        second.CopyTo(data[(1 + ContentDigest.Size)..]);
        Span<byte> digest = stackalloc byte[ContentDigest.Size];
        _hash.Hash(data, digest);
        return new ContentDigest(digest);
    }
}
