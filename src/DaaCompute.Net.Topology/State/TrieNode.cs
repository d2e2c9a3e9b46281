namespace DaaCompute.Net.Topology.State;

/// <summary>A node of the state's tree; never changed, so that states share what they have in common.</summary>
internal abstract record TrieNode(ContentDigest Hash);

/// <summary>The only entry of its part of the tree, wherever that part begins.</summary>
internal sealed record TrieLeaf(ContentDigest Key, ContentDigest Value, ContentDigest Hash) : TrieNode(Hash);

/// <summary>A part of the tree with at least two entries; a side without any is null.</summary>
internal sealed record TrieBranch(TrieNode? Left, TrieNode? Right, ContentDigest Hash) : TrieNode(Hash);
