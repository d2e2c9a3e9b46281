using System.Collections.Immutable;
using DaaCompute.Net.Consensus;

namespace DaaCompute.Net.Topology;

/// <summary>The network as its members agree on it, at one height.</summary>
/// <param name="Height">The height of the last proposal that it includes; -1 before the first.</param>
/// <param name="Epoch">The epoch whose validators agreed.</param>
/// <param name="Digest">The state's digest: equal on every node that is at this height.</param>
/// <param name="Members">The members, in the order of their ids.</param>
/// <param name="Links">The links that are up, in the order of their ends' ids.</param>
/// <param name="Proof">The newest certificate that consensus has; it may be of an earlier height. Null before the first.</param>
public sealed record NetworkSnapshot(
    long Height,
    long Epoch,
    ContentDigest Digest,
    ImmutableArray<NodeInfo> Members,
    ImmutableArray<NetworkLink> Links,
    ConsensusProof? Proof);
