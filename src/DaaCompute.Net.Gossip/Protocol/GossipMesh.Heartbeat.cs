using System.Runtime.InteropServices;
using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Protocol;

/// <content>The heartbeat: the mesh is looked after, ids are told, what is over is forgotten.</content>
internal sealed partial class GossipMesh
{
    // Back-offs and idle topics are looked through this often; go-libp2p's.
    private const int CleanupHeartbeats = 15;

    private readonly List<PeerId> _broken = [];
    private readonly List<MessageId> _ids = [];

    private void Beat()
    {
        _heartbeats++;
        foreach (GossipPeer peer in _peerList)
        {
            peer.BeginHeartbeat(_heartbeats, _cache);
        }

        CountBrokenPromises();
        _scores.Decay(_now);
        _seen.Expire(_now);
        bool improves = _heartbeats % _options.OpportunisticGraftTicks == 0;
        foreach (TopicMesh topic in _topicList)
        {
            if (topic.IsJoined)
            {
                MaintainMesh(topic);
                if (improves)
                {
                    GraftOpportunistically(topic);
                }

                EmitGossip(topic, _ids);
            }
            else if (topic.FanOut.Count > 0)
            {
                MaintainFanOut(topic);
                EmitGossip(topic, _ids);
            }
        }

        _cache.Shift();
        if (_heartbeats % CleanupHeartbeats == 0)
        {
            CleanUp();
        }
    }

    private void CountBrokenPromises()
    {
        _broken.Clear();
        _promises.TakeBroken(_now, _broken);
        foreach (PeerId id in _broken)
        {
            if (_peers.TryGetValue(id, out GossipPeer? peer))
            {
                peer.Score.BehaviourPenalty++;
            }
        }
    }

    private void MaintainMesh(TopicMesh topic)
    {
        for (int index = topic.Mesh.Count - 1; index >= 0; index--)
        {
            if (ScoreOf(topic.Mesh[index]) < 0)
            {
                PruneAndSay(topic, topic.Mesh[index], _options.PruneBackoff, exchangesPeers: false);
            }
        }

        if (topic.Mesh.Count < _options.MeshDegreeLow)
        {
            GraftMore(topic, _options.MeshDegree - topic.Mesh.Count, static _ => true);
        }

        if (topic.Mesh.Count > _options.MeshDegreeHigh)
        {
            Shed(topic);
        }

        int outbound = topic.Mesh.Count(peer => peer.IsOutbound);
        if (topic.Mesh.Count >= _options.MeshDegreeLow && outbound < _options.MeshDegreeOut)
        {
            GraftMore(topic, _options.MeshDegreeOut - outbound, static peer => peer.IsOutbound);
        }
    }

    /// <summary>Brings a mesh down to its degree: the best stay, the others are drawn, enough of them dialled by this node.</summary>
    private void Shed(TopicMesh topic)
    {
        List<GossipPeer> order = [.. topic.Mesh];
        _entropy.Shuffle(CollectionsMarshal.AsSpan(order));

        // Stable, so that peers of one score keep their drawn order.
        order = [.. order.OrderByDescending(ScoreOf)];
        _entropy.Shuffle(CollectionsMarshal.AsSpan(order)[_options.MeshDegreeScore..]);
        int missing = _options.MeshDegreeOut - order.Take(_options.MeshDegree).Count(peer => peer.IsOutbound);
        for (int index = _options.MeshDegree; index < order.Count && missing > 0; index++)
        {
            if (order[index].IsOutbound)
            {
                // Behind the best-scored ones, which stay; the last of the kept that was not dialled gives way.
                int replaced = order.FindLastIndex(_options.MeshDegree - 1, static peer => !peer.IsOutbound);
                (order[index], order[replaced]) = (order[replaced], order[index]);
                missing--;
            }
        }

        foreach (GossipPeer peer in order.Skip(_options.MeshDegree))
        {
            PruneAndSay(topic, peer, _options.PruneBackoff, exchangesPeers: true);
        }
    }

    private void GraftOpportunistically(TopicMesh topic)
    {
        if (topic.Mesh.Count <= 1)
        {
            return;
        }

        double[] scores = [.. topic.Mesh.Select(ScoreOf).Order()];
        double median = scores[scores.Length / 2];
        if (median < _options.Score.OpportunisticGraftThreshold)
        {
            GraftMore(topic, _options.OpportunisticGraftPeers, peer => ScoreOf(peer) > median);
        }
    }

    private void MaintainFanOut(TopicMesh topic)
    {
        if (topic.LastPublished + _options.FanOutTimeToLive < _now)
        {
            topic.FanOut.Clear();
            return;
        }

        topic.FanOut.RemoveAll(peer => ScoreOf(peer) < _options.Score.PublishThreshold);
        FillFanOut(topic);
    }

    private void CleanUp()
    {
        foreach (TopicMesh topic in _topicList)
        {
            topic.Backoffs.Expire(_now);
            if (topic.IsIdle)
            {
                _topics.Remove(topic.Name);
            }
        }

        _topicList.RemoveAll(static topic => topic.IsIdle);
    }
}
