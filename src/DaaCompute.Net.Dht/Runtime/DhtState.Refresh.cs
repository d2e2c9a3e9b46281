using System.Security.Cryptography;
using DaaCompute.Net.Dht.Protocol;

namespace DaaCompute.Net.Dht.Runtime;

internal sealed partial class DhtState
{
    /// <summary>
    /// The deepest bucket that is refreshed. A key in bucket i is found by some 2^(i+1) hashes; at 12 that is 2 ms, and
    /// deeper buckets are filled by the node's lookup of itself. go-libp2p stops at 15.
    /// </summary>
    private const int MaxRefreshDepth = 12;

    private readonly DateTimeOffset[] _refreshed = new DateTimeOffset[MaxRefreshDepth + 1];

    /// <summary>Notes that a lookup has gone into the bucket of a key.</summary>
    public void Refreshed(KademliaKey target)
    {
        lock (_lock)
        {
            int bucket = SelfKey.CommonPrefixLength(target);
            if (bucket < _refreshed.Length)
            {
                _refreshed[bucket] = _context.Now;
            }
        }
    }

    /// <summary>Keys to look up, one in each bucket that no lookup went into for a while, the farthest bucket first.</summary>
    public IReadOnlyList<byte[]> KeysToRefresh()
    {
        List<int> due = [];
        lock (_lock)
        {
            DateTimeOffset before = _context.Now - (_context.Options.RefreshInterval / 2);
            for (int bucket = 0; bucket < Math.Min(_table.BucketCount, _refreshed.Length); bucket++)
            {
                if (_refreshed[bucket] < before)
                {
                    due.Add(bucket);
                }
            }
        }

        return [.. due.Select(FindKey)];
    }

    /// <summary>Tries random ids until the hash of one lies in the bucket.</summary>
    private byte[] FindKey(int bucket)
    {
        // The form of a peer id, which is what FIND_NODE asks for: sha2-256, 32 bytes.
        byte[] id = [0x12, SHA256.HashSizeInBytes, .. new byte[SHA256.HashSizeInBytes]];
        _context.Entropy.Fill(id.AsSpan(2));
        while (SelfKey.CommonPrefixLength(KademliaKey.Of(id)) != bucket)
        {
            for (int index = id.Length - 1; ++id[index] == 0; index--)
            {
            }
        }

        return id;
    }
}
