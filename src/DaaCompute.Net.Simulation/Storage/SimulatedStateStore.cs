using System.Runtime.CompilerServices;
using DaaCompute.Net.Simulation.Engine;
using DaaCompute.Net.Storage;

namespace DaaCompute.Net.Simulation.Storage;

/// <summary>A process's view of its machine's disk: a log of batches, read whole when it opens.</summary>
internal sealed class SimulatedStateStore : IStateStore, IDisposable
{
    private readonly SimulatedProcess _process;
    private readonly SimulatedDisk _disk;
    private readonly SortedDictionary<string, SortedDictionary<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>> _collections =
        new(StringComparer.Ordinal);

    private readonly SemaphoreSlim _commit = new(1, 1);
    private readonly string? _damage;

    public SimulatedStateStore(SimulatedProcess process, SimulatedDisk disk)
    {
        _process = process;
        _disk = disk;
        _damage = Replay();
    }

    public void Dispose() => _commit.Dispose();

    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(
        string collection, ReadOnlyMemory<byte> key, CancellationToken cancellationToken)
    {
        await CheckUsableAsync(cancellationToken).ConfigureAwait(false);
        return _collections.TryGetValue(collection, out var entries) && entries.TryGetValue(key, out var value)
            ? value
            : default(ReadOnlyMemory<byte>?);
    }

    public async IAsyncEnumerable<StateEntry> ScanAsync(
        string collection,
        ReadOnlyMemory<byte> prefix,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await CheckUsableAsync(cancellationToken).ConfigureAwait(false);
        if (!_collections.TryGetValue(collection, out var entries))
        {
            yield break;
        }

        StateEntry[] matches =
        [
            .. entries.Where(entry => entry.Key.Span.StartsWith(prefix.Span)).Select(entry => new StateEntry(entry.Key, entry.Value)),
        ];
        foreach (StateEntry match in matches)
        {
            yield return match;
        }
    }

    public async ValueTask CommitAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken)
    {
        await CheckUsableAsync(cancellationToken).ConfigureAwait(false);
        await _commit.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            byte[] record = BatchRecord.Encode(_disk.Acknowledged, changes);
            if (!_disk.HasRoomFor(record.Length))
            {
                throw new StateStoreException(
                    StateStoreError.Full, $"The disk of node {_process.Number} is full: {_disk.Used} of {_disk.Capacity} bytes.");
            }

            // From here on the batch may reach the disk, so there is no cancelling it.
            _disk.BeginWrite(record);
            await _process.SleepAsync(_disk.DrawSyncTime().Ticks, CancellationToken.None).ConfigureAwait(false);
            _process.Machine.Trace.Append(TraceKind.Commit, _process.Number, 0, _disk.Acknowledged);
            _disk.EndWrite();
            Apply(changes);
        }
        finally
        {
            _commit.Release();
        }
    }

    /// <summary>Reads the log.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    private string? Replay()
    {
        long number = 0;
        int offset = 0;
        while (BatchRecord.TryDecode(_disk.Log[offset..], number, out List<StateChange> changes) is int length)
        {
            Apply(changes);
            offset += length;
            number++;
        }

        if (number < _disk.Acknowledged)
        {
            return $"The state of node {_process.Number} is damaged at batch {number} of {_disk.Acknowledged}. "
                + "Restore it from a peer.";
        }

        // What follows was never acknowledged: a batch that made it whole is kept, a torn one is cut off.
        _disk.Recover(offset, number);
        return null;
    }

    private void Apply(IReadOnlyList<StateChange> changes)
    {
        foreach (StateChange change in changes)
        {
            if (!_collections.TryGetValue(change.Collection, out var entries))
            {
                entries = new SortedDictionary<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>(ByteOrder.Instance);
                _collections.Add(change.Collection, entries);
            }

            if (change.Value is ReadOnlyMemory<byte> value)
            {
                entries[change.Key.ToArray()] = value.ToArray();
            }
            else
            {
                entries.Remove(change.Key);
            }
        }
    }

    private Task CheckUsableAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _damage is null ? _process.NeverAsync() : throw new StateStoreException(_damage);
    }
}
