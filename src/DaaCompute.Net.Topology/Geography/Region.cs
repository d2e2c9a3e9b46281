using System.Collections.Immutable;

namespace DaaCompute.Net.Topology.Geography;

/// <summary>A region and the members in it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Nodes">The members that say they are in it, in the order of their ids.</param>
internal sealed record Region(RegionId Id, ImmutableArray<PeerId> Nodes);
