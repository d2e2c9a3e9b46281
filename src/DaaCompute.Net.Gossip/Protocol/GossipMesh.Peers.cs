using System.Collections.Immutable;
using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Protocol;

/// <content>Peers that come and go, and what they subscribe to.</content>
internal sealed partial class GossipMesh
{
    // What peers together can make this node remember of topics: at most some 10 MB.
    private const int MaxKnownTopics = 16_384;

    private void AddPeer(GossipEvent.PeerAdded added)
    {
        RemovePeer(added.Peer);
        GossipPeer peer = new(added.Peer, added.Version, added.IsOutbound, _scores.Add(added.Peer, added.Address));
        _peers.Add(peer.Id, peer);
        _peerList.Add(peer);
        foreach (TopicMesh topic in _topicList)
        {
            if (topic.IsJoined)
            {
                ControlFor(peer).Add(new SubscriptionChange(topic.Name, IsSubscribed: true));
            }
        }
    }

    private void RemovePeer(PeerId id)
    {
        if (!_peers.Remove(id, out GossipPeer? peer))
        {
            return;
        }

        _peerList.Remove(peer);
        foreach (TopicMesh topic in _topicList)
        {
            if (peer.Topics.Contains(topic.Name))
            {
                topic.Subscribers.Remove(peer);
                topic.Mesh.Remove(peer);
                topic.FanOut.Remove(peer);
            }
        }

        _scores.Remove(peer.Score, _now);
    }

    private void Receive(GossipPeer from, GossipEvent.Received received)
    {
        if (ScoreOf(from) < _options.Score.GraylistThreshold)
        {
            return;
        }

        GossipRpc rpc = received.Rpc;
        foreach (SubscriptionChange change in rpc.Subscriptions)
        {
            ApplySubscription(from, change);
        }

        foreach (InboundMessage message in received.Messages)
        {
            ReceiveMessage(from, message);
        }

        ReceiveIHave(from, rpc.IHave);
        ReceiveIWant(from, rpc.IWant);
        foreach (string topic in rpc.Graft)
        {
            ReceiveGraft(from, topic);
        }

        foreach (Prune prune in rpc.Prune)
        {
            ReceivePrune(from, prune);
        }

        ReceiveIDontWant(from, rpc.IDontWant);
    }

    private void ApplySubscription(GossipPeer from, SubscriptionChange change)
    {
        if (!change.IsSubscribed)
        {
            if (from.Topics.Remove(change.Topic) && FindTopic(change.Topic) is { } left)
            {
                left.Subscribers.Remove(from);
                left.FanOut.Remove(from);
                RemoveFromMesh(left, from);
            }

            return;
        }

        bool isNews = from.Topics.Count < _options.MaxTopics
            && !from.Topics.Contains(change.Topic)
            && (_topicList.Count < MaxKnownTopics || _topics.ContainsKey(change.Topic));
        if (!isNews)
        {
            return;
        }

        TopicMesh topic = GetTopic(change.Topic);
        from.Topics.Add(topic.Name);
        topic.Subscribers.Add(from);

        // A young mesh does not wait for the heartbeat.
        if (topic.IsJoined && topic.Mesh.Count < _options.MeshDegreeLow && CanGraft(topic, from))
        {
            Graft(topic, from);
        }
    }

    private void Join(string name)
    {
        TopicMesh topic = GetTopic(name);
        if (topic.IsJoined)
        {
            return;
        }

        topic.IsJoined = true;
        foreach (GossipPeer peer in _peerList)
        {
            ControlFor(peer).Add(new SubscriptionChange(name, IsSubscribed: true));
        }

        // Those that were published to already come first.
        foreach (GossipPeer peer in topic.FanOut.FindAll(peer => CanGraft(topic, peer)).Take(_options.MeshDegree))
        {
            Graft(topic, peer);
        }

        topic.FanOut.Clear();
        GraftMore(topic, _options.MeshDegree - topic.Mesh.Count, _ => true);
    }

    private void Leave(string name)
    {
        if (!TryFindJoined(name, out TopicMesh? topic))
        {
            return;
        }

        topic.IsJoined = false;
        foreach (GossipPeer peer in _peerList)
        {
            ControlFor(peer).Add(new SubscriptionChange(name, IsSubscribed: false));
        }

        foreach (GossipPeer peer in topic.Mesh.ToImmutableArray())
        {
            PruneAndSay(topic, peer, _options.UnsubscribeBackoff, exchangesPeers: true);
        }
    }
}
