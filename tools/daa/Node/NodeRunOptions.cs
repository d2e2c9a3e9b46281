namespace DaaCompute.Net.CommandLine.Node;

/// <summary>What <c>daa node run</c> was asked for.</summary>
/// <param name="Listen">Addresses to listen on; none for the preset's.</param>
/// <param name="Bootstrap">Peers to connect to.</param>
/// <param name="Preset">The role.</param>
/// <param name="IdentityPath">The identity's file, or null for a new identity.</param>
internal sealed record NodeRunOptions(
    IReadOnlyList<Multiaddress> Listen,
    IReadOnlyList<Multiaddress> Bootstrap,
    NodePreset Preset,
    string? IdentityPath);
