namespace DaaCompute.Net.Topology;

/// <summary>A link of the agreed state; it has no direction.</summary>
/// <param name="From">The end with the smaller id.</param>
/// <param name="To">The other end.</param>
/// <param name="LatencyMs">The round trip that both ends signed, in milliseconds.</param>
public sealed record NetworkLink(PeerId From, PeerId To, int LatencyMs);
