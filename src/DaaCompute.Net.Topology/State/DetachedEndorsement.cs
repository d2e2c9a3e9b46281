using System.Collections.Immutable;

namespace DaaCompute.Net.Topology.State;

/// <summary>An endorsement before it is put into a vertex: with its batch signature instead of a number.</summary>
/// <param name="Signature">The batch signature.</param>
/// <param name="Leaf">The statement's place in the batch.</param>
/// <param name="Path">The hashes from the leaf up.</param>
internal sealed record DetachedEndorsement(BatchSignature Signature, int Leaf, ImmutableArray<ContentDigest> Path);
