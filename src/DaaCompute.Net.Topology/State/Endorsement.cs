using System.Collections.Immutable;

namespace DaaCompute.Net.Topology.State;

/// <summary>Shows that a statement is a leaf of a batch that somebody signed.</summary>
/// <param name="Signature">Which of the vertex's batch signatures.</param>
/// <param name="Leaf">The statement's place in the batch.</param>
/// <param name="Path">The hashes beside the way from the leaf to the root, from the leaf up.</param>
internal sealed record Endorsement(int Signature, int Leaf, ImmutableArray<ContentDigest> Path);
