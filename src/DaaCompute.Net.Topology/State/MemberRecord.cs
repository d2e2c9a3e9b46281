using System.Collections.Immutable;

namespace DaaCompute.Net.Topology.State;

/// <summary>A member as the state keeps it.</summary>
/// <param name="Info">What it said of itself.</param>
/// <param name="Key">Its public key: later statements of its come without.</param>
/// <param name="Sequence">The number of its last change.</param>
/// <param name="JoinedAt">The height since which it has been a member.</param>
/// <param name="Links">Its links by their other ends.</param>
internal sealed record MemberRecord(
    NodeInfo Info,
    PeerPublicKey Key,
    ulong Sequence,
    long JoinedAt,
    ImmutableSortedDictionary<PeerId, LinkRecord> Links);
