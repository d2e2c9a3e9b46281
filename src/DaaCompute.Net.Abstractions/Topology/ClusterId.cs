namespace DaaCompute.Net.Topology;

/// <summary>The number of a latency cluster within one clustering.</summary>
/// <param name="Value">From 0.</param>
public readonly record struct ClusterId(int Value);
