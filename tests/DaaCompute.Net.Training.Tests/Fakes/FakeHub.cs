using System.Collections.Concurrent;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Training.Fakes;

/// <summary>The world that fake networks live in, and what goes wrong in it.</summary>
internal sealed class FakeHub
{
    private readonly ConcurrentDictionary<PeerId, FakeNetwork> _networks = new();
    private readonly Lock _lock = new();

    /// <summary>
    /// Called with every block of bytes on its way; may wait, which holds up that direction of that stream.
    /// </summary>
    public Func<PeerId, PeerId, ProtocolId, int, ValueTask>? OnTransfer { get; set; }

    public FakeNetwork Add(int number)
    {
        var network = new FakeNetwork(this, number);
        _networks[network.LocalPeer.Id] = network;
        return network;
    }

    public IPeerConnection Connect(FakeNetwork from, PeerId to)
    {
        lock (_lock)
        {
            if (from.FindConnection(to) is { } existing)
            {
                return existing;
            }

            if (from.IsDead || !_networks.TryGetValue(to, out FakeNetwork? target) || target.IsDead)
            {
                throw new PeerUnreachableException(to, "The fake peer is not there.");
            }

            (FakeConnection near, FakeConnection far) = FakeConnection.CreatePair(this, from, target);
            from.Add(near);
            target.Add(far);
            return near;
        }
    }
}
