using System.Collections.Immutable;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Simulation.Peers;

/// <summary>The addresses a bare peer knows: the latest of each peer, bounded, without an expiry.</summary>
internal sealed class AddressBook : IPeerDirectory
{
    /// <summary>More than a scenario has nodes.</summary>
    private const int Capacity = 16_384;

    private readonly SortedDictionary<PeerId, PeerInfo> _peers = [];

    public void Add(PeerInfo peer, TimeSpan timeToLive)
    {
        if (_peers.Count < Capacity || _peers.ContainsKey(peer.Id))
        {
            _peers[peer.Id] = peer;
        }
    }

    public PeerInfo? Find(PeerId peer) => _peers.GetValueOrDefault(peer);

    public ImmutableArray<PeerInfo> Snapshot() => [.. _peers.Values];

    public void Remove(PeerId peer) => _peers.Remove(peer);
}
