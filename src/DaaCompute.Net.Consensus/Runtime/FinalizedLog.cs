using System.Buffers.Binary;
using DaaCompute.Net.Consensus.Protocol;
using DaaCompute.Net.Consensus.Wire;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Storage;

namespace DaaCompute.Net.Consensus.Runtime;

/// <summary>
/// The final proposals: the newest in memory, the others in the store. Without a store, as many as are retained stay in memory.
/// Safe for concurrent use.
/// </summary>
internal sealed class FinalizedLog(IStateStore? store, IContentHash hash, int retained)
{
    public const string Collection = "consensus/log";

    /// <summary>Kept in memory where there is a store: what subscribers that keep up, and late validators, ask for.</summary>
    private const int InMemory = 1024;

    private readonly Lock _lock = new();
    private readonly Queue<LogEntry> _recent = new();
    private List<LogEntry> _unwritten = [];
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _height;
    private long _lowest;

    /// <summary>How many proposals are final.</summary>
    public long Height
    {
        get
        {
            lock (_lock)
            {
                return _height;
            }
        }
    }

    /// <summary>The lowest height that is kept.</summary>
    public long Lowest
    {
        get
        {
            lock (_lock)
            {
                return _lowest;
            }
        }
    }

    /// <summary>Takes over where the store, or a checkpoint, leaves off.</summary>
    public void Begin(long lowest, long height)
    {
        lock (_lock)
        {
            _recent.Clear();
            _unwritten = [];
            _lowest = lowest;
            _height = height;
        }
    }

    public void Append(LogEntry entry)
    {
        TaskCompletionSource grown;
        lock (_lock)
        {
            _recent.Enqueue(entry);
            _height = entry.Proposal.Height + 1;
            if (store is not null)
            {
                _unwritten.Add(entry);
            }

            // What is not in the store yet stays, whatever the bound says.
            int bound = store is null ? retained : Math.Max(InMemory, _unwritten.Count);
            while (_recent.Count > bound)
            {
                long height = _recent.Dequeue().Proposal.Height;
                _lowest = store is null ? height + 1 : _lowest;
            }

            grown = _grown;
            _grown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        grown.TrySetResult();
    }

    /// <summary>Done once the proposal of a height is final.</summary>
    public Task WhenGrownAsync(long height)
    {
        lock (_lock)
        {
            return height < _height ? Task.CompletedTask : _grown.Task;
        }
    }

    /// <summary>What is not in the store yet, as changes; with what is no longer retained taken out.</summary>
    public List<StateChange> TakeChanges()
    {
        lock (_lock)
        {
            List<StateChange> changes = [];
            foreach (LogEntry entry in _unwritten)
            {
                changes.Add(new StateChange(Collection, Key(entry.Proposal.Height), entry.Stored()));
            }

            _unwritten = [];
            for (; _lowest < _height - retained; _lowest++)
            {
                changes.Add(new StateChange(Collection, Key(_lowest), null));
            }

            return changes;
        }
    }

    /// <summary>A final proposal; null when its height is not reached or no longer kept.</summary>
    public async ValueTask<LogEntry?> ReadAsync(long height, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (height < _lowest || height >= _height)
            {
                return null;
            }

            if (_recent.TryPeek(out LogEntry? first) && height >= first.Proposal.Height)
            {
                return _recent.ElementAt((int)(height - first.Proposal.Height));
            }
        }

        if (store is null)
        {
            return null;
        }

        ReadOnlyMemory<byte>? stored = await store.GetAsync(Collection, Key(height), cancellationToken).ConfigureAwait(false);
        return stored is ReadOnlyMemory<byte> bytes && LogEntry.TryRead(hash, bytes, height, out LogEntry? entry) ? entry : null;
    }

    public static byte[] Key(long height)
    {
        byte[] key = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(key, height);
        return key;
    }
}
