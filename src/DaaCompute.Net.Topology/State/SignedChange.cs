using System.Collections.Immutable;

namespace DaaCompute.Net.Topology.State;

/// <summary>A statement with the endorsements of those who have to sign it.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Endorsements">Who signed it, by reference to the vertex's batch signatures.</param>
internal sealed record SignedChange(TopologyStatement Statement, ImmutableArray<Endorsement> Endorsements);
