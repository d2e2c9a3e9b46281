using System.Threading.Channels;
using DaaCompute.Net.Gossip.Diagnostics;

namespace DaaCompute.Net.Gossip.Runtime;

/// <summary>One subscription of the host's: a bounded queue; when it is full, new messages are dropped and counted.</summary>
internal sealed class TopicSubscription : ISubscription<GossipMessage>
{
    private readonly Channel<GossipMessage> _messages;
    private readonly GossipMetrics _metrics;
    private readonly Action<TopicSubscription> _end;
    private long _dropped;

    public TopicSubscription(string topic, int capacity, GossipMetrics metrics, Action<TopicSubscription> end)
    {
        Topic = topic;
        _metrics = metrics;
        _end = end;
        _messages = Channel.CreateBounded<GossipMessage>(new BoundedChannelOptions(capacity) { SingleWriter = true });
    }

    public string Topic { get; }

    public long Dropped => Interlocked.Read(ref _dropped);

    public IAsyncEnumerator<GossipMessage> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        _messages.Reader.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

    public void Deliver(GossipMessage message)
    {
        if (_messages.Writer.TryWrite(message))
        {
            _metrics.Delivered();
        }
        else
        {
            Interlocked.Increment(ref _dropped);
            _metrics.Lost();
        }
    }

    /// <summary>Nothing more will come; what waits can still be read.</summary>
    public void Complete() => _messages.Writer.TryComplete();

    public ValueTask DisposeAsync()
    {
        _end(this);
        Complete();
        return ValueTask.CompletedTask;
    }
}
