namespace DaaCompute.Net.Topology.State;

/// <summary>The bounds that every replica of one network has to share; they are part of the state's digest.</summary>
/// <param name="MaxNodes">Nodes that are remembered: members, and those that left a short while ago.</param>
/// <param name="MaxLinksPerNode">Links of one member: those that are up, and those that failed a short while ago.</param>
/// <param name="Window">Heights that a statement stays valid for; those that left are remembered for two windows.</param>
internal sealed record StateLimits(int MaxNodes, int MaxLinksPerNode, long Window)
{
    /// <summary>The longest round trip that a link may claim, in milliseconds: a minute.</summary>
    public const int MaxLatencyMs = 60_000;

    /// <summary>The longest region, in UTF-8 bytes.</summary>
    public const int MaxRegionLength = 64;
}
