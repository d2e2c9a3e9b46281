using System.Collections.Immutable;
using System.Runtime.InteropServices;
using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Protocol;

/// <content>IHAVE: a peer tells which messages it has; those that are new are asked for.</content>
internal sealed partial class GossipMesh
{
    private void ReceiveIHave(GossipPeer from, ImmutableArray<IHave> haves)
    {
        if (haves.IsEmpty || ScoreOf(from) < _options.Score.GossipThreshold)
        {
            return;
        }

        if (++from.IHavesReceived > _options.MaxIHaveMessages || from.IdsAsked >= _options.MaxIHaveLength)
        {
            return;
        }

        HashSet<MessageId> known = [];
        List<MessageId> wanted = [];
        foreach (IHave have in haves)
        {
            if (!TryFindJoined(have.Topic, out _))
            {
                continue;
            }

            foreach (MessageId id in have.Ids)
            {
                SeenKey key = new(have.Topic, id);
                if (!_seen.TryGet(key, out _) && !_pending.ContainsKey(key) && known.Add(id))
                {
                    wanted.Add(id);
                }
            }
        }

        if (wanted.Count == 0)
        {
            return;
        }

        // Shuffled before it is cut, so that no peer decides which of its ids are asked for.
        _entropy.Shuffle(CollectionsMarshal.AsSpan(wanted));
        int asked = Math.Min(wanted.Count, _options.MaxIHaveLength - from.IdsAsked);
        wanted.RemoveRange(asked, wanted.Count - asked);
        from.IdsAsked += asked;
        _promises.Add(from.Id, wanted[0], _now);
        ControlFor(from).AddWanted(wanted);
    }

    /// <summary>Tells some of the peers outside the mesh which messages there are.</summary>
    private void EmitGossip(TopicMesh topic, List<MessageId> ids)
    {
        ids.Clear();
        _cache.CollectIds(topic.Name, ids);
        if (ids.Count == 0)
        {
            return;
        }

        List<GossipPeer> candidates = topic.Subscribers.FindAll(peer =>
            !topic.Mesh.Contains(peer)
            && !topic.FanOut.Contains(peer)
            && ScoreOf(peer) >= _options.Score.GossipThreshold);
        int count = Math.Max(_options.GossipDegree, (int)(_options.GossipFactor * candidates.Count));
        Span<MessageId> all = CollectionsMarshal.AsSpan(ids);
        foreach (GossipPeer peer in Draw(candidates, count, static _ => true))
        {
            // Each peer is told of others where there are too many for one IHAVE.
            if (all.Length > _options.MaxIHaveLength)
            {
                _entropy.Shuffle(all);
            }

            ImmutableArray<MessageId> told = [.. all[..Math.Min(all.Length, _options.MaxIHaveLength)]];
            ControlFor(peer).Add(new IHave(topic.Name, told));
        }
    }
}
