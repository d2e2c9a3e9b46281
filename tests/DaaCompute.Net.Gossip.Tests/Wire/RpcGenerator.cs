using System.Collections.Immutable;
using DaaCompute.Net.Gossip.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace DaaCompute.Net.Gossip.Tests.Wire;

/// <summary>Makes RPCs of every shape.</summary>
internal static class RpcGenerator
{
    private static readonly Gen<string> Topics = Gen.Elements("a", "/daa-compute/checkpoints", "ü–界", new string('x', 256));

    private static readonly Gen<ReadOnlyMemory<byte>> Bytes =
        Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf().Select(bytes => (ReadOnlyMemory<byte>)bytes);

    private static readonly Gen<MessageId> Ids =
        Gen.Choose(0, 255).Select(value => (byte)value).NonEmptyListOf().Select(bytes => new MessageId(bytes.ToArray()));

    public static Gen<GossipRpc> Rpcs { get; } =
        from subscriptions in ListOf(
            from topic in Topics
            from isSubscribed in Gen.Elements(true, false)
            select new SubscriptionChange(topic, isSubscribed))
        from messages in ListOf(Messages())
        from haves in ListOf(from topic in Topics from ids in ListOf(Ids) select new IHave(topic, ids))
        from wants in ListOf(Ids)
        from grafts in ListOf(Topics)
        from prunes in ListOf(
            from topic in Topics
            from peers in ListOf(
                from number in Gen.Choose(0, 1000)
                from record in Bytes
                select new ExchangedPeer(TestPeers.Peer(number), record))
            from backoff in Gen.Elements<ulong>(0, 60, ulong.MaxValue)
            select new Prune(topic, peers, backoff))
        from unwanted in ListOf(Ids)
        select new GossipRpc
        {
            Subscriptions = subscriptions,
            Messages = messages,
            IHave = haves,
            IWant = wants,
            Graft = grafts,
            Prune = prunes,
            IDontWant = unwanted,
        };

    private static Gen<PubsubMessage> Messages() =>
        from topic in Topics
        from data in Optional()
        from sequence in Optional()
        from signature in Optional()
        from key in Optional()
        from author in Optional()
        select new PubsubMessage(topic)
        {
            From = author,
            Data = data,
            Sequence = sequence,
            Signature = signature,
            Key = key,
        };

    private static Gen<ReadOnlyMemory<byte>?> Optional() =>
        Gen.OneOf(Gen.Constant<ReadOnlyMemory<byte>?>(null), Bytes.Select(bytes => (ReadOnlyMemory<byte>?)bytes));

    private static Gen<ImmutableArray<T>> ListOf<T>(Gen<T> items) =>
        from count in Gen.Choose(0, 5)
        from list in items.ListOf(count)
        select list.ToImmutableArray();
}
