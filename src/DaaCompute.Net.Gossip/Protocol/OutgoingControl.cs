using System.Collections.Immutable;
using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Protocol;

/// <summary>Control messages for one peer, gathered while an event is worked on and sent as one RPC.</summary>
internal sealed class OutgoingControl
{
    private List<SubscriptionChange>? _subscriptions;
    private List<IHave>? _haves;
    private List<MessageId>? _wants;
    private List<string>? _grafts;
    private List<Prune>? _prunes;
    private List<MessageId>? _unwanted;

    public bool IsEmpty { get; private set; } = true;

    public void Add(SubscriptionChange change) => Add(ref _subscriptions, change);

    public void Add(IHave have) => Add(ref _haves, have);

    public void Add(Prune prune) => Add(ref _prunes, prune);

    public void AddGraft(string topic) => Add(ref _grafts, topic);

    public void AddUnwanted(MessageId id) => Add(ref _unwanted, id);

    public void AddWanted(IEnumerable<MessageId> ids)
    {
        IsEmpty = false;
        (_wants ??= []).AddRange(ids);
    }

    /// <summary>Everything gathered, as one RPC; then begins anew.</summary>
    public GossipRpc Take()
    {
        GossipRpc rpc = new()
        {
            Subscriptions = Freeze(ref _subscriptions),
            IHave = Freeze(ref _haves),
            IWant = Freeze(ref _wants),
            Graft = Freeze(ref _grafts),
            Prune = Freeze(ref _prunes),
            IDontWant = Freeze(ref _unwanted),
        };
        IsEmpty = true;
        return rpc;
    }

    private static ImmutableArray<T> Freeze<T>(ref List<T>? items)
    {
        ImmutableArray<T> frozen = items is null ? [] : [.. items];
        items = null;
        return frozen;
    }

    private void Add<T>(ref List<T>? items, T item)
    {
        IsEmpty = false;
        (items ??= []).Add(item);
    }
}
