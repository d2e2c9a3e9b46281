namespace DaaCompute.Net.Topology.Geography;

/// <summary>Nodes that a region lacks.</summary>
/// <param name="Region">The region.</param>
/// <param name="Count">How many, at least 1.</param>
internal sealed record Recruitment(RegionId Region, int Count);
