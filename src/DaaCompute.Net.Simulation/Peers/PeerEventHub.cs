using System.Threading.Channels;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Simulation.Peers;

/// <summary>Hands each event to every subscription, in one order; of a slow one the oldest are dropped and counted.</summary>
internal sealed class PeerEventHub
{
    private readonly List<Subscription> _subscriptions = [];

    public ISubscription<PeerEvent> Subscribe()
    {
        Subscription subscription = new(this);
        _subscriptions.Add(subscription);
        return subscription;
    }

    public void Publish(PeerEvent happened)
    {
        foreach (Subscription subscription in _subscriptions)
        {
            subscription.Publish(happened);
        }
    }

    public void Complete()
    {
        foreach (Subscription subscription in _subscriptions)
        {
            subscription.Complete();
        }
    }

    private sealed class Subscription : ISubscription<PeerEvent>
    {
        /// <summary>As many as the real network keeps.</summary>
        private const int Capacity = 1_024;

        private readonly PeerEventHub _hub;
        private readonly Channel<PeerEvent> _events;

        public Subscription(PeerEventHub hub)
        {
            _hub = hub;
            BoundedChannelOptions options = new(Capacity) { FullMode = BoundedChannelFullMode.DropOldest };
            _events = Channel.CreateBounded<PeerEvent>(options, _ => Dropped++);
        }

        public long Dropped { get; private set; }

        public IAsyncEnumerator<PeerEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
            _events.Reader.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

        public void Publish(PeerEvent happened) => _events.Writer.TryWrite(happened);

        public void Complete() => _events.Writer.TryComplete();

        public ValueTask DisposeAsync()
        {
            _hub._subscriptions.Remove(this);
            Complete();
            return ValueTask.CompletedTask;
        }
    }
}
