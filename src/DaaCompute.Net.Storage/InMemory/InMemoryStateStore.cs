using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Storage.InMemory;

/// <summary>State that lives as long as the process. Reads see one commit's state whole and never wait.</summary>
internal sealed class InMemoryStateStore : IStateStore
{
    private static readonly ImmutableSortedSet<StateEntry> None = ImmutableSortedSet.Create<StateEntry>(StateEntryOrder.Instance);

    private readonly StateBounds _bounds;
    private readonly long _capacity;
    private readonly Lock _lock = new();
    private ImmutableSortedDictionary<string, ImmutableSortedSet<StateEntry>> _collections =
        ImmutableSortedDictionary.Create<string, ImmutableSortedSet<StateEntry>>(StringComparer.Ordinal);

    private long _bytes;

    public InMemoryStateStore(IOptions<StateStoreOptions> options)
    {
        _bounds = new StateBounds(options.Value);
        _capacity = options.Value.MaxBytes;
    }

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(
        string collection, ReadOnlyMemory<byte> key, CancellationToken cancellationToken)
    {
        StateBounds.CheckCollection(collection);
        cancellationToken.ThrowIfCancellationRequested();
        bool isThere = EntriesOf(collection).TryGetValue(new StateEntry(key, default), out StateEntry entry);
        return ValueTask.FromResult(isThere ? entry.Value : default(ReadOnlyMemory<byte>?));
    }

    public async IAsyncEnumerable<StateEntry> ScanAsync(
        string collection,
        ReadOnlyMemory<byte> prefix,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StateBounds.CheckCollection(collection);
        ImmutableSortedSet<StateEntry> entries = EntriesOf(collection);
        int index = entries.IndexOf(new StateEntry(prefix, default));
        for (index = index < 0 ? ~index : index; index < entries.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!entries[index].Key.Span.StartsWith(prefix.Span))
            {
                break;
            }

            yield return entries[index];
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    public ValueTask CommitAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken)
    {
        _bounds.Check(changes);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            long bytes = _bytes;
            var collections = _collections.ToBuilder();
            foreach (StateChange change in changes)
            {
                ImmutableSortedSet<StateEntry> entries = collections.GetValueOrDefault(change.Collection, None);
                (collections[change.Collection], long growth) = Apply(entries, change);
                bytes += growth;
            }

            if (bytes > _capacity)
            {
                throw new StateStoreException(
                    StateStoreError.Full,
                    $"The state in memory would be {bytes} bytes; {StateStoreOptions.SectionName}:MaxBytes is {_capacity}.");
            }

            _bytes = bytes;
            Volatile.Write(ref _collections, collections.ToImmutable());
        }

        return ValueTask.CompletedTask;
    }

    private static (ImmutableSortedSet<StateEntry> Entries, long Growth) Apply(
        ImmutableSortedSet<StateEntry> entries, StateChange change)
    {
        long growth = 0;
        StateEntry added = new(change.Key.ToArray(), change.Value?.ToArray() ?? default);
        if (entries.TryGetValue(added, out StateEntry old))
        {
            growth -= old.Key.Length + old.Value.Length;
            entries = entries.Remove(old);
        }

        return change.Value is null
            ? (entries, growth)
            : (entries.Add(added), growth + added.Key.Length + added.Value.Length);
    }

    private ImmutableSortedSet<StateEntry> EntriesOf(string collection) =>
        Volatile.Read(ref _collections).GetValueOrDefault(collection, None);
}
