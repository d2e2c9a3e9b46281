using System.Collections.Immutable;

namespace DaaCompute.Net.Transport.Protocol;

/// <summary>
/// The peers that this node has met, now or in earlier runs, and which of them changed since they were last written. Only
/// peers that proved their key are here, so nobody fills it with names.
/// </summary>
internal sealed class KnownPeers(int capacity, TimeSpan timeToLive)
{
    private readonly SortedDictionary<PeerId, KnownPeer> _peers = [];
    private readonly SortedSet<(DateTimeOffset LastSeen, PeerId Id)> _byAge = [];
    private readonly SortedSet<PeerId> _changed = [];

    public bool HasChanges => _changed.Count > 0;

    /// <summary>Takes what was stored.</summary>
    public void Load(KnownPeer peer, DateTimeOffset now)
    {
        Put(peer);
        Trim(now);
    }

    /// <summary>Takes a peer that is, or just was, connected. One without an address cannot be found again and is left out.</summary>
    public void Meet(PeerInfo peer, Multiaddress? dialled, DateTimeOffset now)
    {
        KnownPeer met = KnownPeer.Meet(_peers.GetValueOrDefault(peer.Id), peer, dialled, now);
        if (!met.Addresses.IsEmpty)
        {
            Put(met);
            _changed.Add(met.Id);
            Trim(now);
        }
    }

    /// <summary>Notes that what is stored under an id is to be written or removed.</summary>
    public void MarkChanged(PeerId peer) => _changed.Add(peer);

    /// <summary>Takes out some of what changed: each peer, or null where it is to be removed.</summary>
    public ImmutableArray<(PeerId Id, KnownPeer? Peer)> TakeChanges(int max)
    {
        ImmutableArray<(PeerId Id, KnownPeer? Peer)> changes =
            [.. _changed.Take(max).Select(id => (id, _peers.GetValueOrDefault(id)))];
        _changed.ExceptWith(changes.Select(change => change.Id));
        return changes;
    }

    /// <summary>All of them, the one met last first.</summary>
    public ImmutableArray<PeerInfo> Snapshot(DateTimeOffset now)
    {
        Trim(now);
        return [.. _byAge.Reverse().Select(peer => _peers[peer.Id].ToPeerInfo())];
    }

    private void Put(KnownPeer peer)
    {
        if (_peers.TryGetValue(peer.Id, out KnownPeer? old))
        {
            _byAge.Remove((old.LastSeen, old.Id));
        }

        _peers[peer.Id] = peer;
        _byAge.Add((peer.LastSeen, peer.Id));
    }

    private void Trim(DateTimeOffset now)
    {
        while (_byAge.Count > capacity || (_byAge.Count > 0 && now - _byAge.Min.LastSeen > timeToLive))
        {
            (DateTimeOffset LastSeen, PeerId Id) stalest = _byAge.Min;
            _byAge.Remove(stalest);
            _peers.Remove(stalest.Id);
            _changed.Add(stalest.Id);
        }
    }
}
