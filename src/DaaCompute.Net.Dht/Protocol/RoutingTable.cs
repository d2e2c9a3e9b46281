using System.Collections.Immutable;

namespace DaaCompute.Net.Dht.Protocol;

/// <summary>The peers this node knows, most of them near: k-buckets that unfold as they fill.</summary>
/// <remarks>
/// Sources: Maymounkov and Mazières, Kademlia (2002), sections 2.2, 2.4 and 4.1 (replacement cache); libp2p/specs kad-dht,
/// "Kademlia routing table". Bucket i holds the peers that share i leading bits with this node, the last bucket all that
/// share more. Peers that have been there long and still answer are never given up for new ones: they are likely to stay,
/// and an attacker's are new.
/// </remarks>
internal sealed partial class RoutingTable(PeerId self, RoutingTableLimits limits)
{
    private readonly List<KBucket> _buckets = [new()];
    private readonly Dictionary<AddressGroup, int> _groups = [];

    /// <summary>The peers in the table; those that wait do not count.</summary>
    public int Count { get; private set; }

    public KademliaKey SelfKey { get; } = KademliaKey.Of(self);

    /// <summary>The buckets unfolded so far.</summary>
    public int BucketCount => _buckets.Count;

    /// <summary>Every entry, by bucket, in each the one seen longest ago first.</summary>
    public IEnumerable<TableEntry> Entries => _buckets.SelectMany(bucket => bucket.Entries);

    /// <summary>Shows a peer that has just proven to answer.</summary>
    public TableAddition Add(
        PeerId id, ImmutableArray<Multiaddress> addresses, AddressGroup group, DateTimeOffset now)
    {
        if (id == self)
        {
            return TableAddition.Refused;
        }

        KademliaKey key = KademliaKey.Of(id);
        KBucket bucket = BucketOf(key);
        if (bucket.Find(id) is TableEntry known)
        {
            known.Addresses = addresses.IsEmpty ? known.Addresses : addresses;
            bucket.Seen(known, now);
            return TableAddition.Seen;
        }

        TableEntry entry = new(id, key) { Addresses = addresses, Group = group, LastSeen = now };
        if (!IsDiverse(bucket, entry))
        {
            return TableAddition.Refused;
        }

        while (bucket.Entries.Count >= limits.BucketSize && TrySplit(bucket))
        {
            bucket = BucketOf(key);
        }

        if (bucket.Entries.Count >= limits.BucketSize)
        {
            bucket.Wait(entry, limits.BucketSize);
            return TableAddition.Waiting;
        }

        Insert(bucket, entry);
        return TableAddition.Added;
    }

    public TableEntry? Find(PeerId id) => BucketOf(KademliaKey.Of(id)).Find(id);

    /// <summary>
    /// Notes that a peer did not answer. It goes at once where another waits for its place, and otherwise the second time:
    /// a table must not be emptied by a fault of this node's own link.
    /// </summary>
    /// <returns>Whether it is gone.</returns>
    public bool Fail(PeerId id)
    {
        KBucket bucket = BucketOf(KademliaKey.Of(id));
        bucket.StopWaiting(id);
        if (bucket.Find(id) is not TableEntry entry)
        {
            return false;
        }

        entry.Failures++;
        if (bucket.Waiting is not { Count: > 0 } && entry.Failures < RoutingTableLimits.FailuresToRemove)
        {
            return false;
        }

        Remove(bucket, entry);
        return true;
    }

    /// <summary>Takes a peer out: it no longer speaks the protocol.</summary>
    public bool Remove(PeerId id)
    {
        KBucket bucket = BucketOf(KademliaKey.Of(id));
        bool waited = bucket.StopWaiting(id);
        if (bucket.Find(id) is not TableEntry entry)
        {
            return waited;
        }

        Remove(bucket, entry);
        return true;
    }

    /// <summary>
    /// The peer to ask whether it is still there before another is turned away: the one of the key's bucket that was seen
    /// longest ago, if that was before a time.
    /// </summary>
    public TableEntry? StaleNeighbour(KademliaKey key, DateTimeOffset seenBefore)
    {
        List<TableEntry> entries = BucketOf(key).Entries;
        return entries.Count > 0 && entries[0].LastSeen < seenBefore ? entries[0] : null;
    }

    private KBucket BucketOf(KademliaKey key) =>
        _buckets[Math.Min(SelfKey.CommonPrefixLength(key), _buckets.Count - 1)];

    private bool TrySplit(KBucket bucket)
    {
        if (bucket != _buckets[^1] || _buckets.Count >= KademliaKey.BitLength)
        {
            return false;
        }

        KBucket deeper = new();
        int length = _buckets.Count;
        foreach (TableEntry entry in bucket.Entries)
        {
            if (SelfKey.CommonPrefixLength(entry.Key) >= length)
            {
                deeper.Entries.Add(entry);
            }
        }

        bucket.Entries.RemoveAll(entry => SelfKey.CommonPrefixLength(entry.Key) >= length);
        _buckets.Add(deeper);
        return true;
    }

    private void Insert(KBucket bucket, TableEntry entry)
    {
        bucket.StopWaiting(entry.Id);
        bucket.Entries.Add(entry);
        Count++;
        if (!entry.Group.IsNone)
        {
            _groups[entry.Group] = _groups.GetValueOrDefault(entry.Group) + 1;
        }
    }

    private void Remove(KBucket bucket, TableEntry entry)
    {
        bucket.Entries.Remove(entry);
        Count--;
        if (!entry.Group.IsNone && --_groups[entry.Group] == 0)
        {
            _groups.Remove(entry.Group);
        }

        // The newest of those that wait is the likeliest to answer still.
        TableEntry? successor = bucket.Waiting?.LastOrDefault(waiting => IsDiverse(bucket, waiting));
        if (successor is not null)
        {
            Insert(bucket, successor);
        }
    }

    /// <summary>Prefixes are counted, not buckets: the last bucket holds many, and will be split along them.</summary>
    private bool IsDiverse(KBucket bucket, TableEntry entry)
    {
        if (entry.Group.IsNone)
        {
            return true;
        }

        int length = SelfKey.CommonPrefixLength(entry.Key);
        int neighbours = bucket.Entries.Count(other =>
            other.Group == entry.Group && SelfKey.CommonPrefixLength(other.Key) == length);
        return neighbours < limits.MaxBucketPeersPerGroup
            && _groups.GetValueOrDefault(entry.Group) < limits.MaxPeersPerGroup;
    }
}
