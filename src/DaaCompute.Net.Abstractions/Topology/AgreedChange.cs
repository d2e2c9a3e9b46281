namespace DaaCompute.Net.Topology;

/// <summary>A change that is final and was applied to the agreed state.</summary>
/// <param name="Height">The height of the proposal that held it.</param>
/// <param name="Change">The change.</param>
public sealed record AgreedChange(long Height, TopologyChange Change);
