namespace DaaCompute.Net.Dht.Protocol;

/// <summary>When this node's own records are announced again.</summary>
/// <remarks>
/// Each time is drawn from the last tenth before the interval ends, so that nodes that started together, or a node with
/// many keys, do not announce all at once.
/// </remarks>
internal sealed class RepublishSchedule(TimeSpan interval, IEntropySource entropy)
{
    private readonly SortedDictionary<KademliaKey, (ContentKey Key, DateTimeOffset Due)> _entries = [];
    private readonly SortedSet<(DateTimeOffset Due, KademliaKey Point)> _order = [];

    public int Count => _entries.Count;

    /// <summary>When the next one is due, or null.</summary>
    public DateTimeOffset? NextDue => _order.Count > 0 ? _order.Min.Due : null;

    public bool Contains(ContentKey key) => _entries.ContainsKey(KademliaKey.Of(key.Bytes.Span));

    /// <summary>Adds a key, or puts it off: it has just been announced.</summary>
    public void Announced(ContentKey key, DateTimeOffset now) =>
        Set(key, now + (interval * (1 - (0.1 * entropy.NextDouble()))));

    /// <summary>Has a key announced at a certain time: the last try reached nobody.</summary>
    public void Retry(ContentKey key, DateTimeOffset due) => Set(key, due);

    public bool Remove(ContentKey key)
    {
        KademliaKey point = KademliaKey.Of(key.Bytes.Span);
        return _entries.Remove(point, out (ContentKey Key, DateTimeOffset Due) entry) && _order.Remove((entry.Due, point));
    }

    /// <summary>The keys that are due, at most so many; they stay due until they are announced.</summary>
    public IReadOnlyList<ContentKey> Due(DateTimeOffset now, int count) =>
        [.. _order.TakeWhile(item => item.Due <= now).Take(count).Select(item => _entries[item.Point].Key)];

    private void Set(ContentKey key, DateTimeOffset due)
    {
        Remove(key);
        KademliaKey point = KademliaKey.Of(key.Bytes.Span);
        _entries.Add(point, (key, due));
        _order.Add((due, point));
    }
}
