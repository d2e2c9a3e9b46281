using System.Collections.Immutable;

namespace DaaCompute.Net.Topology.State;

/// <summary>A statement with everything that it needs to be proposed.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Endorsements">The endorsements of those who have to sign it.</param>
internal sealed record EndorsedStatement(TopologyStatement Statement, ImmutableArray<DetachedEndorsement> Endorsements);
