namespace DaaCompute.Net.Topology.Geography;

/// <summary>How two regions are connected.</summary>
/// <param name="From">The region whose name comes first.</param>
/// <param name="To">The other one.</param>
/// <param name="Links">How many links of the agreed state go between them.</param>
/// <param name="LatencyMs">The shortest round trip of those links, in milliseconds.</param>
internal sealed record InterRegionLink(RegionId From, RegionId To, int Links, int LatencyMs);
