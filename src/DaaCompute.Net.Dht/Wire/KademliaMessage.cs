using System.Collections.Immutable;

namespace DaaCompute.Net.Dht.Wire;

/// <summary>A request or an answer.</summary>
internal sealed record KademliaMessage(KademliaMessageType Type)
{
    /// <summary>What is asked for: a peer id for FIND_NODE, otherwise a record key. Empty in most answers.</summary>
    public ReadOnlyMemory<byte> Key { get; init; }

    public KademliaRecord? Record { get; init; }

    public ImmutableArray<KademliaPeer> CloserPeers { get; init; } = [];

    public ImmutableArray<KademliaPeer> ProviderPeers { get; init; } = [];
}
