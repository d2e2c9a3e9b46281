namespace DaaCompute.Net.Dht.Protocol;

/// <summary>Values kept for the network, each the best its validator has seen, for a while.</summary>
internal sealed class ValueRecords(RecordLimits limits, RecordValidators validators)
{
    private readonly SortedDictionary<KademliaKey, ValueRecord> _values = [];
    private readonly PeerShares _shares = new(limits.MaxPerPeer);

    /// <summary>All values, those included that have expired since the last sweep.</summary>
    public int Count => _values.Count;

    /// <summary>Every value, in the order of the keys' hashes.</summary>
    public IEnumerable<ValueRecord> All => _values.Values;

    /// <summary>Stores a valid value, unless a better one is there.</summary>
    /// <returns>The value that is there now; null when a limit forbids another one.</returns>
    public ValueRecord? Put(ContentKey key, ReadOnlyMemory<byte> value, PeerId source, DateTimeOffset now)
    {
        if (Find(key, now) is ValueRecord known && !validators.IsBetter(key, value, known.Value))
        {
            // The same value again is a renewal. A worse one gets the better one for an answer.
            if (!known.Value.Span.SequenceEqual(value.Span))
            {
                return known;
            }

            ValueRecord renewed = known with { Received = now, Expires = now + limits.TimeToLive };
            _values[KademliaKey.Of(key.Bytes.Span)] = renewed;
            return renewed;
        }

        ValueRecord record = new(key, value, source, now, now + limits.TimeToLive);
        return Restore(record, now) ? record : null;
    }

    /// <summary>Takes in a value that was saved, or replaces one.</summary>
    public bool Restore(ValueRecord record, DateTimeOffset now)
    {
        Remove(record.Key);
        if (_values.Count >= limits.MaxTotal || record.Expires <= now || !_shares.TryTake(record.Source))
        {
            return false;
        }

        _values.Add(KademliaKey.Of(record.Key.Bytes.Span), record);
        return true;
    }

    /// <summary>The value of a key, unless it has expired.</summary>
    public ValueRecord? Find(ContentKey key, DateTimeOffset now) =>
        _values.TryGetValue(KademliaKey.Of(key.Bytes.Span), out ValueRecord? record) && record.Expires > now ? record : null;

    /// <summary>Forgets what has expired.</summary>
    /// <returns>The keys that were forgotten.</returns>
    public IReadOnlyList<ContentKey> Sweep(DateTimeOffset now)
    {
        ContentKey[] gone = [.. _values.Values.Where(record => record.Expires <= now).Select(record => record.Key)];
        foreach (ContentKey key in gone)
        {
            Remove(key);
        }

        return gone;
    }

    private void Remove(ContentKey key)
    {
        if (_values.Remove(KademliaKey.Of(key.Bytes.Span), out ValueRecord? record))
        {
            _shares.Return(record.Source);
        }
    }
}
