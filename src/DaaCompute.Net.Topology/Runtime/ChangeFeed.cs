using System.Collections.Immutable;
using System.Threading.Channels;

namespace DaaCompute.Net.Topology.Runtime;

/// <summary>Tells subscribers of changes. Safe for concurrent use.</summary>
internal sealed class ChangeFeed(int capacity)
{
    private ImmutableArray<ChangeSubscription> _subscriptions = [];

    public ISubscription<AgreedChange> Subscribe()
    {
        ChangeSubscription subscription = new(this, capacity);
        ImmutableInterlocked.Update(ref _subscriptions, all => all.Add(subscription));
        return subscription;
    }

    public void Publish(AgreedChange change)
    {
        foreach (ChangeSubscription subscription in _subscriptions)
        {
            subscription.Offer(change);
        }
    }

    public void Complete()
    {
        foreach (ChangeSubscription subscription in _subscriptions)
        {
            subscription.Complete();
        }
    }

    public void Remove(ChangeSubscription subscription) =>
        ImmutableInterlocked.Update(ref _subscriptions, all => all.Remove(subscription));
}
