namespace DaaCompute.Net.Topology;

/// <summary>A member of the network's agreed state.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Role">Its role.</param>
/// <param name="Capabilities">What it is able to do.</param>
/// <param name="Region">The region it says it is in, or null.</param>
public sealed record NodeInfo(PeerId Id, NodeRole Role, NodeCapabilities Capabilities, string? Region = null);
