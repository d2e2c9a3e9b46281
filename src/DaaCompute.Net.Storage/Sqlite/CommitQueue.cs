using System.Collections.Concurrent;

namespace DaaCompute.Net.Storage.Sqlite;

/// <summary>Batches between their callers, who wait for room without a thread, and the writer, whose thread waits here.</summary>
internal sealed class CommitQueue(int capacity) : IAsyncDisposable
{
    /// <summary>A group ends here, so that the first of it does not wait for ever: 256 batches or 16 MiB.</summary>
    private const int MaxGroup = 256;

    private const long MaxGroupBytes = 1L << 24;

    private readonly BlockingCollection<CommitRequest> _requests = [];
    private readonly SemaphoreSlim _room = new(capacity, capacity);

    /// <exception cref="ObjectDisposedException">The queue is closed.</exception>
    public async ValueTask AddAsync(CommitRequest request, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _requests.Add(request, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            // Closed; whoever waits behind this one must learn it too.
            _room.Release();
            throw new ObjectDisposedException(nameof(SqliteStateStore));
        }
    }

    /// <summary>Waits for the next batch and takes with it what else is there. Holds the calling thread.</summary>
    /// <returns>False when the queue is closed and empty.</returns>
    public bool TakeGroup(List<CommitRequest> group)
    {
        group.Clear();
        while (group.Count == 0)
        {
            if (!_requests.TryTake(out CommitRequest? first, Timeout.Infinite))
            {
                return false;
            }

            Take(first, group);
        }

        long bytes = group[0].Bytes;
        while (group.Count < MaxGroup && bytes < MaxGroupBytes && _requests.TryTake(out CommitRequest? next))
        {
            Take(next, group);
            bytes += next.Bytes;
        }

        return true;
    }

    /// <summary>Takes no more; what is in it is still given out, and whoever waits for room learns that it is closed.</summary>
    public ValueTask DisposeAsync()
    {
        _requests.CompleteAdding();
        return ValueTask.CompletedTask;
    }

    private void Take(CommitRequest request, List<CommitRequest> group)
    {
        _room.Release();
        if (request.TryTake())
        {
            group.Add(request);
        }
    }
}
