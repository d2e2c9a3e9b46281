using System.Collections.Immutable;
using DaaCompute.Net.Dht.Protocol;
using DaaCompute.Net.Dht.Wire;

namespace DaaCompute.Net.Dht.Runtime;

internal sealed partial class DhtState
{
    private readonly SortedDictionary<KademliaKey, ContentKey> _changed = [];
    private List<TableEntry> _saved = [];
    private bool _tableChanged;

    /// <summary>Whether changes are to be remembered until <see cref="TakeChanges"/>: where there is a store.</summary>
    public bool IsSaved { get; set; }

    public bool AddProvider(ContentKey key, PeerId provider, ImmutableArray<Multiaddress> addresses)
    {
        lock (_lock)
        {
            NoteChange(key);
            return _providers.Add(key, provider, addresses, _context.Now);
        }
    }

    public void RemoveProvider(ContentKey key, PeerId provider)
    {
        lock (_lock)
        {
            NoteChange(key);
            _providers.Remove(key, provider);
        }
    }

    public ImmutableArray<ProviderRecord> FindProviders(ContentKey key)
    {
        lock (_lock)
        {
            return _providers.Find(key, _context.Options.MaxProvidersPerKey, _context.Now);
        }
    }

    public ValueRecord? PutValue(ContentKey key, ReadOnlyMemory<byte> value)
    {
        lock (_lock)
        {
            NoteChange(key);
            return _values.Put(key, value, _context.Self, _context.Now);
        }
    }

    public ValueRecord? FindValue(ContentKey key)
    {
        lock (_lock)
        {
            return _values.Find(key, _context.Now);
        }
    }

    /// <summary>Forgets what has expired.</summary>
    public void Sweep()
    {
        lock (_lock)
        {
            DateTimeOffset now = _context.Now;
            foreach ((ContentKey key, PeerId _) in _providers.Sweep(now))
            {
                NoteChange(key);
            }

            foreach (ContentKey key in _values.Sweep(now))
            {
                NoteChange(key);
            }
        }
    }

    /// <summary>Takes what has changed since the last time: the keys, with what is kept under each now.</summary>
    /// <param name="count">At most so many keys.</param>
    /// <param name="peers">The table's peers when they have changed, or null.</param>
    public IReadOnlyList<RecordSnapshot> TakeChanges(int count, out ImmutableArray<KademliaPeer>? peers)
    {
        lock (_lock)
        {
            peers = _tableChanged
                ? [.. _table.Entries.Select(entry => new KademliaPeer(entry.Id, entry.Addresses))]
                : null;
            _tableChanged = false;
            DateTimeOffset now = _context.Now;
            RecordSnapshot[] changes =
            [
                .. _changed.Values.Take(count).Select(key => new RecordSnapshot(
                    key, _providers.Find(key, _context.Options.MaxProvidersPerKey, now), _values.Find(key, now))),
            ];
            foreach (RecordSnapshot change in changes)
            {
                _changed.Remove(KademliaKey.Of(change.Key.Bytes.Span));
            }

            return changes;
        }
    }

    /// <summary>Takes in what was saved before: records as they were, peers to ask first.</summary>
    public void Restore(IEnumerable<KademliaPeer> peers, IEnumerable<RecordSnapshot> records)
    {
        lock (_lock)
        {
            DateTimeOffset now = _context.Now;
            _saved =
            [
                .. peers.Where(peer => !peer.Addresses.IsEmpty)
                    .Select(peer => new TableEntry(peer.Id, KademliaKey.Of(peer.Id)) { Addresses = peer.Addresses }),
            ];
            foreach (RecordSnapshot snapshot in records)
            {
                foreach (ProviderRecord record in snapshot.Providers)
                {
                    _providers.Restore(snapshot.Key, record, now);
                }

                if (snapshot.Value is ValueRecord value && Validators.IsValid(value.Key, value.Value.Span))
                {
                    _values.Restore(value, now);
                }
            }
        }
    }

    private void NoteChange(KademliaMessage request)
    {
        if (request.Type is KademliaMessageType.AddProvider or KademliaMessageType.PutValue && !request.Key.IsEmpty)
        {
            NoteChange(new ContentKey(request.Key.Span));
        }
    }

    private void NoteChange(ContentKey key)
    {
        if (IsSaved)
        {
            _changed[KademliaKey.Of(key.Bytes.Span)] = key;
        }
    }
}
