using System.Collections.Immutable;

namespace DaaCompute.Net.Topology.State;

/// <summary>
/// The specification's vertex: changes as a delta, and the digest of the state that they make of the proposer's own. It is
/// the payload of a proposal; its id is the hash of its encoding.
/// </summary>
/// <param name="BaseHeight">The height of the state that the proposer had; -1 for the state before the first proposal.</param>
/// <param name="ResultDigest">The digest of that state with the changes applied to it.</param>
/// <param name="TimestampMs">When it was made, in milliseconds since 1970, by the proposer's clock. Nothing rests on it.</param>
/// <param name="Changes">The changes, in order; at least one.</param>
/// <param name="Signatures">The batch signatures that the changes refer to.</param>
internal sealed record NetworkStateVertex(
    long BaseHeight,
    ContentDigest ResultDigest,
    ulong TimestampMs,
    ImmutableArray<SignedChange> Changes,
    ImmutableArray<BatchSignature> Signatures);
