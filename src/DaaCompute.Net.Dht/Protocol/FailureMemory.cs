namespace DaaCompute.Net.Dht.Protocol;

/// <summary>Peers that did not answer a short while ago.</summary>
/// <remarks>
/// A peer that is gone stays in others' tables until they ask it themselves, and so comes up in lookup after lookup. To wait
/// for it once is enough.
/// </remarks>
internal sealed class FailureMemory
{
    /// <summary>Short, for the failure may have been this node's own.</summary>
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(1);

    private const int MaxPeers = 1024;

    private readonly Dictionary<PeerId, DateTimeOffset> _failed = [];
    private readonly Queue<(PeerId Peer, DateTimeOffset At)> _order = new();

    public int Count => _failed.Count;

    public void Add(PeerId peer, DateTimeOffset now)
    {
        Expire(now);
        _failed[peer] = now;
        _order.Enqueue((peer, now));
    }

    /// <summary>It has answered after all.</summary>
    public void Forget(PeerId peer) => _failed.Remove(peer);

    public bool Contains(PeerId peer, DateTimeOffset now) =>
        _failed.TryGetValue(peer, out DateTimeOffset at) && at + Span > now;

    private void Expire(DateTimeOffset now)
    {
        while (_order.TryPeek(out (PeerId Peer, DateTimeOffset At) oldest)
            && (oldest.At + Span <= now || _order.Count >= MaxPeers))
        {
            _order.Dequeue();
            if (_failed.TryGetValue(oldest.Peer, out DateTimeOffset at) && at == oldest.At)
            {
                _failed.Remove(oldest.Peer);
            }
        }
    }
}
