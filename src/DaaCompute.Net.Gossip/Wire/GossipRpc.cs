using System.Collections.Immutable;

namespace DaaCompute.Net.Gossip.Wire;

/// <summary>One RPC of the pubsub protocol: subscriptions, messages and gossipsub's control messages.</summary>
/// <remarks>Source: libp2p/specs pubsub; gossipsub 1.0, 1.1 and 1.2.</remarks>
internal sealed record GossipRpc
{
    public ImmutableArray<SubscriptionChange> Subscriptions { get; init; } = [];

    public ImmutableArray<PubsubMessage> Messages { get; init; } = [];

    public ImmutableArray<IHave> IHave { get; init; } = [];

    public ImmutableArray<MessageId> IWant { get; init; } = [];

    public ImmutableArray<string> Graft { get; init; } = [];

    public ImmutableArray<Prune> Prune { get; init; } = [];

    public ImmutableArray<MessageId> IDontWant { get; init; } = [];

    public bool HasControl =>
        !(IHave.IsEmpty && IWant.IsEmpty && Graft.IsEmpty && Prune.IsEmpty && IDontWant.IsEmpty);
}
