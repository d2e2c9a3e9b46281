using System.Runtime.CompilerServices;
using DaaCompute.Net.Storage;

namespace DaaCompute.Net.Dht.Tests.Fakes;

/// <summary>A store that outlives the node that writes it.</summary>
internal sealed class MemoryStateStore : IStateStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, byte[]> _entries = new(StringComparer.Ordinal);

    public int Commits { get; private set; }

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(
        string collection, ReadOnlyMemory<byte> key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new(_entries.TryGetValue(Path(collection, key), out byte[]? value) ? value : default(ReadOnlyMemory<byte>?));
        }
    }

    public async IAsyncEnumerable<StateEntry> ScanAsync(
        string collection, ReadOnlyMemory<byte> prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        KeyValuePair<string, byte[]>[] entries;
        lock (_lock)
        {
            entries = [.. _entries.Where(entry => entry.Key.StartsWith(Path(collection, prefix), StringComparison.Ordinal))];
        }

        foreach (KeyValuePair<string, byte[]> entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new StateEntry(Convert.FromHexString(entry.Key[(collection.Length + 1)..]), entry.Value);
        }

        await Task.CompletedTask;
    }

    public ValueTask CommitAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Commits++;
            foreach (StateChange change in changes)
            {
                string path = Path(change.Collection, change.Key);
                if (change.Value is ReadOnlyMemory<byte> value)
                {
                    _entries[path] = value.ToArray();
                }
                else
                {
                    _entries.Remove(path);
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    private static string Path(string collection, ReadOnlyMemory<byte> key) =>
        $"{collection}:{Convert.ToHexString(key.Span)}";
}
