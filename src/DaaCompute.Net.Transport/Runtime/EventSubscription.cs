using System.Threading.Channels;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>One reader of the events; when it is slow, the oldest are dropped and counted.</summary>
internal sealed class EventSubscription : ISubscription<PeerEvent>
{
    /// <summary>Several events for each of the most peers a node keeps by default.</summary>
    public const int Capacity = 1_024;

    private readonly Channel<PeerEvent> _channel;
    private readonly Action<EventSubscription> _end;
    private long _dropped;

    public EventSubscription(Action<EventSubscription> end)
    {
        _end = end;
        BoundedChannelOptions options = new(Capacity) { FullMode = BoundedChannelFullMode.DropOldest };
        _channel = Channel.CreateBounded<PeerEvent>(options, _ => Interlocked.Increment(ref _dropped));
    }

    public long Dropped => Interlocked.Read(ref _dropped);

    public IAsyncEnumerator<PeerEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        _channel.Reader.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

    public ValueTask DisposeAsync()
    {
        _end(this);
        Complete();
        return ValueTask.CompletedTask;
    }

    public void Publish(PeerEvent peerEvent) => _channel.Writer.TryWrite(peerEvent);

    public void Complete() => _channel.Writer.TryComplete();
}
