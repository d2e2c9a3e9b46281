using System.Runtime.CompilerServices;
using DaaCompute.Net.Storage;

namespace DaaCompute.Net.Transport.Tests.Runtime;

/// <summary>A store in memory that counts commits and fails when told to.</summary>
internal sealed class FakeStateStore : IStateStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, byte[]> _values = new(StringComparer.Ordinal);

    public bool IsFull { get; set; }

    public bool IsDamaged { get; set; }

    public int Commits { get; private set; }

    public int Refusals { get; private set; }

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _values.Count;
            }
        }
    }

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(
        string collection, ReadOnlyMemory<byte> key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(_values.TryGetValue(NameOf(collection, key), out byte[]? value)
                ? value
                : default(ReadOnlyMemory<byte>?));
        }
    }

    public async IAsyncEnumerable<StateEntry> ScanAsync(
        string collection, ReadOnlyMemory<byte> prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        if (IsDamaged)
        {
            throw new StateStoreException(StateStoreError.Damaged, "damaged");
        }

        KeyValuePair<string, byte[]>[] entries;
        lock (_lock)
        {
            entries = [.. _values.Where(entry => entry.Key.StartsWith(NameOf(collection, prefix), StringComparison.Ordinal))];
        }

        foreach (KeyValuePair<string, byte[]> entry in entries)
        {
            yield return new StateEntry(Convert.FromHexString(entry.Key[(collection.Length + 1)..]), entry.Value);
        }
    }

    public ValueTask CommitAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (IsFull)
            {
                Refusals++;
                throw new StateStoreException(StateStoreError.Full, "full");
            }

            Commits++;
            foreach (StateChange change in changes)
            {
                _values.Remove(NameOf(change.Collection, change.Key));
                if (change.Value is ReadOnlyMemory<byte> value)
                {
                    _values.Add(NameOf(change.Collection, change.Key), value.ToArray());
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    private static string NameOf(string collection, ReadOnlyMemory<byte> key) =>
        $"{collection} {Convert.ToHexString(key.Span)}";
}
