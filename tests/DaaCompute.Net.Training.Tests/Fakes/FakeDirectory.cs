using System.Collections.Concurrent;
using System.Collections.Immutable;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Training.Fakes;

internal sealed class FakeDirectory : IPeerDirectory
{
    private readonly ConcurrentDictionary<PeerId, PeerInfo> _peers = new();

    public void Add(PeerInfo peer, TimeSpan timeToLive) => _peers[peer.Id] = peer;

    public PeerInfo? Find(PeerId peer) => _peers.GetValueOrDefault(peer);

    public ImmutableArray<PeerInfo> Snapshot() => [.. _peers.Values.OrderBy(peer => peer.Id)];

    public void Remove(PeerId peer) => _peers.TryRemove(peer, out _);
}
