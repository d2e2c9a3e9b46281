using System.Threading.Channels;

namespace DaaCompute.Net.Topology.Runtime;

/// <summary>One reader of the changes; when it lags, the oldest make room.</summary>
internal sealed class ChangeSubscription : ISubscription<AgreedChange>
{
    private readonly ChangeFeed _feed;
    private readonly Channel<AgreedChange> _changes;
    private long _dropped;

    public ChangeSubscription(ChangeFeed feed, int capacity)
    {
        _feed = feed;
        _changes = Channel.CreateBounded<AgreedChange>(
            new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest },
            _ => Interlocked.Increment(ref _dropped));
    }

    public long Dropped => Interlocked.Read(ref _dropped);

    public void Offer(AgreedChange change) => _changes.Writer.TryWrite(change);

    public void Complete() => _changes.Writer.TryComplete();

    public IAsyncEnumerator<AgreedChange> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        _changes.Reader.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

    public ValueTask DisposeAsync()
    {
        _feed.Remove(this);
        Complete();
        return ValueTask.CompletedTask;
    }
}
