using System.Collections.Immutable;

namespace DaaCompute.Net.Dht.Protocol;

/// <summary>Who has which content, for a while.</summary>
/// <remarks>
/// A full key takes no more: records that are there stay until they expire, so that a flood cannot push an honest provider
/// out. Trees, not hash tables: keys come from strangers, who could choose them to collide.
/// </remarks>
internal sealed class ProviderRecords(RecordLimits limits)
{
    private readonly SortedDictionary<KademliaKey, Entry> _entries = [];
    private readonly PeerShares _shares = new(limits.MaxPerPeer);
    private uint _turn;

    /// <summary>All records, those included that have expired since the last sweep.</summary>
    public int Count { get; private set; }

    /// <summary>Every record, in the order of the keys' hashes.</summary>
    public IEnumerable<(ContentKey Key, ProviderRecord Record)> All =>
        _entries.Values.SelectMany(entry => entry.Records.Values.Select(record => (entry.Key, record)));

    /// <summary>Stores or renews a record.</summary>
    /// <returns>False when a limit forbids it.</returns>
    public bool Add(ContentKey key, PeerId provider, ImmutableArray<Multiaddress> addresses, DateTimeOffset now) =>
        Restore(key, new ProviderRecord(provider, addresses, now + limits.TimeToLive), now);

    /// <summary>Takes in a record that was saved.</summary>
    public bool Restore(ContentKey key, ProviderRecord record, DateTimeOffset now)
    {
        KademliaKey point = KademliaKey.Of(key.Bytes.Span);
        if (_entries.TryGetValue(point, out Entry? entry) && entry.Records.ContainsKey(record.Provider))
        {
            entry.Records[record.Provider] = record;
            return true;
        }

        if (entry is not null && entry.Records.Count >= limits.MaxPerKey)
        {
            Sweep(entry, now);
        }

        if (Count >= limits.MaxTotal
            || entry?.Records.Count >= limits.MaxPerKey
            || record.Expires <= now
            || !_shares.TryTake(record.Provider))
        {
            return false;
        }

        if (entry is null || entry.Records.Count == 0)
        {
            entry = new Entry(key);
            _entries[point] = entry;
        }

        entry.Records.Add(record.Provider, record);
        Count++;
        return true;
    }

    /// <summary>The records of a key that have not expired; of more than fit an answer, other ones each time.</summary>
    public ImmutableArray<ProviderRecord> Find(ContentKey key, int count, DateTimeOffset now)
    {
        if (!_entries.TryGetValue(KademliaKey.Of(key.Bytes.Span), out Entry? entry))
        {
            return [];
        }

        ImmutableArray<ProviderRecord> live = [.. entry.Records.Values.Where(record => record.Expires > now)];
        if (live.Length <= count)
        {
            return live;
        }

        int start = (int)(_turn % (uint)live.Length);
        _turn += (uint)count;
        return [.. live.Concat(live).Skip(start).Take(count)];
    }

    /// <summary>Takes one record away.</summary>
    public bool Remove(ContentKey key, PeerId provider)
    {
        KademliaKey point = KademliaKey.Of(key.Bytes.Span);
        if (!_entries.TryGetValue(point, out Entry? entry) || !entry.Records.Remove(provider))
        {
            return false;
        }

        Count--;
        _shares.Return(provider);
        if (entry.Records.Count == 0)
        {
            _entries.Remove(point);
        }

        return true;
    }

    /// <summary>Forgets what has expired.</summary>
    /// <returns>What was forgotten.</returns>
    public IReadOnlyList<(ContentKey Key, PeerId Provider)> Sweep(DateTimeOffset now)
    {
        List<(ContentKey Key, PeerId Provider)> gone =
            [.. All.Where(pair => pair.Record.Expires <= now).Select(pair => (pair.Key, pair.Record.Provider))];
        foreach ((ContentKey key, PeerId provider) in gone)
        {
            Remove(key, provider);
        }

        return gone;
    }

    private void Sweep(Entry entry, DateTimeOffset now)
    {
        foreach (PeerId provider in entry.Records.Values.Where(record => record.Expires <= now)
            .Select(record => record.Provider).ToArray())
        {
            Remove(entry.Key, provider);
        }
    }

    private sealed class Entry(ContentKey key)
    {
        public ContentKey Key { get; } = key;

        public SortedDictionary<PeerId, ProviderRecord> Records { get; } = [];
    }
}
