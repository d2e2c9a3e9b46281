using System.Collections.Immutable;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Hands each event to every subscription, in one order.</summary>
internal sealed class EventHub
{
    private readonly Lock _lock = new();
    private ImmutableArray<EventSubscription> _subscriptions = [];
    private bool _completed;

    public EventSubscription Subscribe()
    {
        EventSubscription subscription = new(Remove);
        lock (_lock)
        {
            _subscriptions = _subscriptions.Add(subscription);
            if (_completed)
            {
                subscription.Complete();
            }
        }

        return subscription;
    }

    public void Publish(PeerEvent peerEvent)
    {
        lock (_lock)
        {
            foreach (EventSubscription subscription in _subscriptions)
            {
                subscription.Publish(peerEvent);
            }
        }
    }

    /// <summary>Ends every subscription: the node has stopped.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _completed = true;
            foreach (EventSubscription subscription in _subscriptions)
            {
                subscription.Complete();
            }
        }
    }

    private void Remove(EventSubscription subscription)
    {
        lock (_lock)
        {
            _subscriptions = _subscriptions.Remove(subscription);
        }
    }
}
