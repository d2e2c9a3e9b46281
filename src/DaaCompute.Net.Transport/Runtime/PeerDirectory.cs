using System.Collections.Immutable;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Peers and their addresses, until they expire; when it is full, the peer that expires first is forgotten.</summary>
internal sealed class PeerDirectory(IOptions<TransportOptions> options, TimeProvider time) : IPeerDirectory
{
    /// <summary>Twice what identify tells of one peer; beyond, the addresses that expire first are forgotten.</summary>
    internal const int MaxAddressesPerPeer = 32;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<PeerId, PeerDirectoryEntry> _entries = [];
    private readonly SortedSet<(DateTimeOffset Expires, PeerId Id)> _byExpiry = [];

    /// <summary>Called after a peer became known that was not.</summary>
    public Action? Found { get; set; }

    public void Add(PeerInfo peer, TimeSpan timeToLive)
    {
        ArgumentNullException.ThrowIfNull(peer);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeToLive, TimeSpan.Zero);
        if (AddOrMerge(peer, timeToLive))
        {
            Found?.Invoke();
        }
    }

    public PeerInfo? Find(PeerId peer)
    {
        lock (_lock)
        {
            DateTimeOffset now = time.GetUtcNow();
            Expire(now);
            return _entries.TryGetValue(peer, out PeerDirectoryEntry? entry) ? entry.ToPeerInfo(now) : null;
        }
    }

    public ImmutableArray<PeerInfo> Snapshot()
    {
        lock (_lock)
        {
            DateTimeOffset now = time.GetUtcNow();
            Expire(now);
            return [.. _entries.Values.Select(entry => entry.ToPeerInfo(now))];
        }
    }

    public void Remove(PeerId peer)
    {
        lock (_lock)
        {
            Forget(peer);
        }
    }

    /// <summary>Whether the peer was unknown.</summary>
    private bool AddOrMerge(PeerInfo peer, TimeSpan timeToLive)
    {
        lock (_lock)
        {
            DateTimeOffset now = time.GetUtcNow();
            Expire(now);
            DateTimeOffset expires = now + timeToLive;
            bool isNew = !_entries.TryGetValue(peer.Id, out PeerDirectoryEntry? entry);
            if (entry is not null)
            {
                _byExpiry.Remove((entry.Expires, peer.Id));
                entry = entry.Merge(peer, expires, now);
            }
            else
            {
                entry = PeerDirectoryEntry.Create(peer, expires);
            }

            _entries[peer.Id] = entry;
            _byExpiry.Add((entry.Expires, peer.Id));
            while (_entries.Count > options.Value.DirectoryCapacity)
            {
                Forget(_byExpiry.First(known => known.Id != peer.Id || _entries.Count == 1).Id);
            }

            return isNew;
        }
    }

    private void Expire(DateTimeOffset now)
    {
        while (_byExpiry.Count > 0 && _byExpiry.Min.Expires <= now)
        {
            Forget(_byExpiry.Min.Id);
        }
    }

    private void Forget(PeerId peer)
    {
        if (_entries.Remove(peer, out PeerDirectoryEntry? entry))
        {
            _byExpiry.Remove((entry.Expires, peer));
        }
    }
}
