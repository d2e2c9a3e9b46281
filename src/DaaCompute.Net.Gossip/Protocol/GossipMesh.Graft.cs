namespace DaaCompute.Net.Gossip.Protocol;

/// <content>GRAFT: a peer takes this node into its mesh, and expects the same.</content>
internal sealed partial class GossipMesh
{
    private bool CanGraft(TopicMesh topic, GossipPeer peer) =>
        !topic.Mesh.Contains(peer)
        && !topic.Backoffs.Contains(peer.Id, _now)
        && ScoreOf(peer) >= 0;

    private void Graft(TopicMesh topic, GossipPeer peer)
    {
        AddToMesh(topic, peer);
        ControlFor(peer).AddGraft(topic.Name);
    }

    private void GraftMore(TopicMesh topic, int count, Func<GossipPeer, bool> condition)
    {
        if (count <= 0)
        {
            return;
        }

        foreach (GossipPeer peer in Draw(topic.Subscribers, count, peer => CanGraft(topic, peer) && condition(peer)))
        {
            Graft(topic, peer);
        }
    }

    private void AddToMesh(TopicMesh topic, GossipPeer peer)
    {
        topic.Mesh.Add(peer);
        _scores.Graft(peer.Score, topic.Name, _now);
    }

    private void ReceiveGraft(GossipPeer from, string name)
    {
        // For a topic that is not joined nothing is answered: it would tell a stranger what this node has to do with it.
        if (!TryFindJoined(name, out TopicMesh? topic) || topic.Mesh.Contains(from))
        {
            return;
        }

        TimeSpan backoffUntil = topic.Backoffs.UntilOf(from.Id);
        if (backoffUntil > _now)
        {
            from.Score.BehaviourPenalty++;
            if (_now < backoffUntil + _options.GraftFloodThreshold - _options.PruneBackoff)
            {
                from.Score.BehaviourPenalty++;
            }

            PruneAndSay(topic, from, _options.PruneBackoff, exchangesPeers: false);
        }
        else if (ScoreOf(from) < 0)
        {
            PruneAndSay(topic, from, _options.PruneBackoff, exchangesPeers: false);
        }
        else if (topic.Mesh.Count >= _options.MeshDegreeHigh && !from.IsOutbound)
        {
            PruneAndSay(topic, from, _options.PruneBackoff, exchangesPeers: true);
        }
        else
        {
            // Who grafts subscribes; its subscription may have been lost with a frame that was dropped.
            ApplySubscription(from, new Wire.SubscriptionChange(name, IsSubscribed: true));
            if (from.Topics.Contains(name) && !topic.Mesh.Contains(from))
            {
                AddToMesh(topic, from);
            }
        }
    }
}
