using System.Collections.Immutable;
using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Protocol;

/// <summary>What a <see cref="GossipMesh"/> asks its surroundings to do, in order.</summary>
internal abstract record GossipEffect
{
    private GossipEffect()
    {
    }

    /// <summary>Send control messages and subscriptions to a peer.</summary>
    public sealed record SendControl(PeerId To, GossipRpc Rpc) : GossipEffect;

    /// <summary>Send a message to peers; what is forwarded for others may be dropped where a peer is slow.</summary>
    public sealed record SendMessage(ImmutableArray<PeerId> To, PubsubMessage Message, bool IsForwarded) : GossipEffect;

    /// <summary>Find out whether a message is valid.</summary>
    public sealed record Validate(PeerId From, InboundMessage Message) : GossipEffect;

    /// <summary>Hand a message to the host.</summary>
    public sealed record Deliver(PeerId From, InboundMessage Message) : GossipEffect;

    /// <summary>Check these peers' records and dial them.</summary>
    public sealed record Connect(ImmutableArray<ExchangedPeer> Peers) : GossipEffect;
}
