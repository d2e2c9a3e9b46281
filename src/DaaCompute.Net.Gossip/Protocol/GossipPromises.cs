using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Protocol;

/// <summary>
/// Messages that peers said they have and were asked for: who does not send what it promised in time misbehaves (P7).
/// </summary>
/// <remarks>Source: gossipsub 1.1, "Spam Protection Measures". One id of each request is watched, drawn at random.</remarks>
internal sealed class GossipPromises(TimeSpan followUpTime)
{
    private readonly Dictionary<MessageId, List<PeerId>> _promised = [];
    private readonly Queue<(TimeSpan Due, MessageId Id, PeerId Peer)> _byDue = new();

    public int Count => _byDue.Count;

    public void Add(PeerId peer, MessageId id, TimeSpan now)
    {
        if (!_promised.TryGetValue(id, out List<PeerId>? peers))
        {
            id = id.Detach();
            _promised.Add(id, peers = []);
        }

        if (!peers.Contains(peer))
        {
            peers.Add(peer);
            _byDue.Enqueue((now + followUpTime, id, peer));
        }
    }

    /// <summary>The message came, from whomever: nobody owes it any more.</summary>
    public void Fulfil(MessageId id) => _promised.Remove(id);

    /// <summary>Takes out what is overdue, one entry for each broken promise.</summary>
    public void TakeBroken(TimeSpan now, List<PeerId> broken)
    {
        while (_byDue.TryPeek(out (TimeSpan Due, MessageId Id, PeerId Peer) oldest) && oldest.Due <= now)
        {
            _byDue.Dequeue();
            if (_promised.TryGetValue(oldest.Id, out List<PeerId>? peers) && peers.Remove(oldest.Peer))
            {
                broken.Add(oldest.Peer);
                if (peers.Count == 0)
                {
                    _promised.Remove(oldest.Id);
                }
            }
        }
    }
}
