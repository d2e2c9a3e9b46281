using System.Collections.Immutable;
using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Protocol;

/// <summary>Something that a <see cref="GossipMesh"/> learns.</summary>
internal abstract record GossipEvent
{
    private GossipEvent()
    {
    }

    /// <summary>A peer can be sent to.</summary>
    public sealed record PeerAdded(PeerId Peer, GossipVersion Version, bool IsOutbound, UInt128? Address) : GossipEvent;

    /// <summary>A peer is gone.</summary>
    public sealed record PeerRemoved(PeerId Peer) : GossipEvent;

    /// <summary>A peer began anew: it forgot this node's subscriptions and its place in meshes, and says its own again.</summary>
    public sealed record PeerRenewed(PeerId Peer) : GossipEvent;

    /// <summary>A peer sent an RPC; its messages come with their ids.</summary>
    public sealed record Received(PeerId From, GossipRpc Rpc, ImmutableArray<InboundMessage> Messages) : GossipEvent;

    /// <summary>A peer sent what no honest peer sends.</summary>
    public sealed record Misbehaved(PeerId Peer) : GossipEvent;

    /// <summary>The host subscribes to a topic.</summary>
    public sealed record Joined(string Topic) : GossipEvent;

    /// <summary>The host no longer subscribes to a topic.</summary>
    public sealed record Left(string Topic) : GossipEvent;

    /// <summary>The host publishes.</summary>
    public sealed record Published(InboundMessage Message) : GossipEvent;

    /// <summary>A message's validation is over.</summary>
    public sealed record Validated(InboundMessage Message, ValidationOutcome Outcome) : GossipEvent;

    /// <summary>A heartbeat interval is over.</summary>
    public sealed record Heartbeat : GossipEvent;
}
