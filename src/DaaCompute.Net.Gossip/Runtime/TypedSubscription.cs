using DaaCompute.Net.Serialization;

namespace DaaCompute.Net.Gossip.Runtime;

/// <summary>A subscription whose payloads are read.</summary>
internal sealed class TypedSubscription<T>(ISubscription<GossipMessage> messages, IPayloadSerializer serializer)
    : ISubscription<GossipMessage<T>>
{
    private long _unreadable;

    public long Dropped => messages.Dropped + Interlocked.Read(ref _unreadable);

    public async IAsyncEnumerator<GossipMessage<T>> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (GossipMessage message in messages.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (Read(message) is { } read)
            {
                yield return read;
            }
        }
    }

    public ValueTask DisposeAsync() => messages.DisposeAsync();

    private GossipMessage<T>? Read(GossipMessage message)
    {
        try
        {
            return new GossipMessage<T>(serializer.Deserialize<T>(message.Data), message);
        }
        catch (PayloadException)
        {
            // Anybody may publish nonsense; it is counted, and the subscription goes on.
            Interlocked.Increment(ref _unreadable);
            return null;
        }
    }
}
