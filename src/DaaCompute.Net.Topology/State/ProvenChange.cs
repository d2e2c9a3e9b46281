using System.Collections.Immutable;

namespace DaaCompute.Net.Topology.State;

/// <summary>A statement with those whose signatures were checked.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Signers">Who signed it.</param>
/// <param name="SubjectKey">The key of the node that joins; null for other changes, and when it came without.</param>
internal sealed record ProvenChange(
    TopologyStatement Statement, ImmutableSortedSet<PeerId> Signers, PeerPublicKey? SubjectKey = null);
