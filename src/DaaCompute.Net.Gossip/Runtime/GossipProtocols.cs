using System.Collections.Immutable;
using DaaCompute.Net.Gossip.Protocol;

namespace DaaCompute.Net.Gossip.Runtime;

/// <summary>The protocols' ids, best first.</summary>
internal static class GossipProtocols
{
    public static ImmutableArray<(ProtocolId Id, GossipVersion Version)> All { get; } =
    [
        (new("/meshsub/1.2.0"), GossipVersion.V12),
        (new("/meshsub/1.1.0"), GossipVersion.V11),
        (new("/meshsub/1.0.0"), GossipVersion.V10),
    ];
}
