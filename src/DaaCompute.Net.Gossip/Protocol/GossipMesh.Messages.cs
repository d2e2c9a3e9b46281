using System.Collections.Immutable;
using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Protocol;

/// <content>Messages: published here, received, validated, forwarded.</content>
internal sealed partial class GossipMesh
{
    private void Publish(InboundMessage message)
    {
        if (!_seen.Add(new SeenKey(message.Topic, message.Id), new SeenMessage(ValidationOutcome.Accepted, _now), _now))
        {
            return;
        }

        _cache.Put(message);
        ImmutableArray<PeerId>.Builder to = ImmutableArray.CreateBuilder<PeerId>();
        foreach (GossipPeer peer in AudienceOf(message.Topic))
        {
            if (peer.Wants(message.Id))
            {
                to.Add(peer.Id);
            }
        }

        if (to.Count > 0)
        {
            _effects.Add(new GossipEffect.SendMessage(to.ToImmutable(), message.Message, IsForwarded: false));
        }
    }

    /// <summary>Whom an own message goes to: everybody well-behaved, or the mesh, or those chosen for a topic not joined.</summary>
    private List<GossipPeer> AudienceOf(string name)
    {
        TopicMesh topic = GetTopic(name);
        if (_options.FloodPublish)
        {
            return topic.Subscribers.FindAll(peer => ScoreOf(peer) >= _options.Score.PublishThreshold);
        }

        if (topic.IsJoined)
        {
            return topic.Mesh;
        }

        topic.LastPublished = _now;
        FillFanOut(topic);
        return topic.FanOut;
    }

    private void FillFanOut(TopicMesh topic) => topic.FanOut.AddRange(Draw(
        topic.Subscribers,
        Math.Max(0, _options.MeshDegree - topic.FanOut.Count),
        peer => !topic.FanOut.Contains(peer) && ScoreOf(peer) >= _options.Score.PublishThreshold));

    private void ReceiveMessage(GossipPeer from, InboundMessage message)
    {
        if (!TryFindJoined(message.Topic, out TopicMesh? topic))
        {
            return;
        }

        if (_seen.TryGet(new SeenKey(message.Topic, message.Id), out SeenMessage? seen))
        {
            CountDuplicate(from, message.Topic, seen);
            return;
        }

        SeenKey key = new(message.Topic, message.Fingerprint);
        if (_pending.TryGetValue(key, out PendingMessage? pending))
        {
            if (!pending.DeliveredBy.Contains(from.Id))
            {
                pending.DeliveredBy.Add(from.Id);
            }

            return;
        }

        _promises.Fulfil(message.Id);
        _pending.Add(key, new PendingMessage(message, [from.Id]));
        SendIDontWant(topic, from, message);
        _effects.Add(new GossipEffect.Validate(from.Id, message));
    }

    private void CountDuplicate(GossipPeer from, string topic, SeenMessage seen)
    {
        if (seen.Outcome is ValidationOutcome.Rejected or ValidationOutcome.Forged)
        {
            CountInvalid(from, topic, seen.Outcome);
        }
        else if (seen.DeliveredBy is { } deliveredBy)
        {
            if (_scores.MeshWindow(topic) is not { } window || _now - seen.ValidatedAt > window)
            {
                seen.DeliveredBy = null;
            }
            else if (!deliveredBy.Contains(from.Id))
            {
                deliveredBy.Add(from.Id);
                PeerScores.AddMeshDelivery(from.Score, topic);
            }
        }
    }

    private void CountInvalid(GossipPeer peer, string topic, ValidationOutcome outcome)
    {
        _scores.AddInvalidDelivery(peer.Score, topic);
        if (outcome == ValidationOutcome.Forged)
        {
            // No honest peer forwards what breaks the signature policy, whether or not the topic counts.
            peer.Score.BehaviourPenalty++;
        }
    }

    /// <summary>A message's validation is over.</summary>
    private void Conclude(InboundMessage message, ValidationOutcome outcome)
    {
        if (!_pending.Remove(new SeenKey(message.Topic, message.Fingerprint), out PendingMessage? pending))
        {
            return;
        }

        bool isSettled = outcome switch
        {
            // Another copy may find room; a forgery under an honest id must not stand in its way.
            ValidationOutcome.Throttled => false,
            ValidationOutcome.Forged => message.IsContentAddressed,
            _ => true,
        };
        SeenMessage seen = new(outcome, _now);
        if (isSettled && !_seen.Add(new SeenKey(message.Topic, message.Id), seen, _now))
        {
            return;
        }

        switch (outcome)
        {
            case ValidationOutcome.Accepted:
                Accept(pending, seen);
                break;
            case ValidationOutcome.Rejected or ValidationOutcome.Forged:
                foreach (PeerId deliverer in pending.DeliveredBy)
                {
                    if (_peers.TryGetValue(deliverer, out GossipPeer? peer))
                    {
                        CountInvalid(peer, message.Topic, outcome);
                    }
                }

                break;
        }
    }

    private void Accept(PendingMessage pending, SeenMessage seen)
    {
        InboundMessage message = pending.Message;
        for (int index = 0; index < pending.DeliveredBy.Count; index++)
        {
            if (!_peers.TryGetValue(pending.DeliveredBy[index], out GossipPeer? peer))
            {
                continue;
            }

            if (index == 0)
            {
                _scores.AddFirstDelivery(peer.Score, message.Topic);
            }
            else
            {
                PeerScores.AddMeshDelivery(peer.Score, message.Topic);
            }
        }

        seen.DeliveredBy = _scores.MeshWindow(message.Topic) is null ? null : pending.DeliveredBy;
        if (!TryFindJoined(message.Topic, out TopicMesh? topic))
        {
            return;
        }

        _effects.Add(new GossipEffect.Deliver(pending.DeliveredBy[0], message));
        _cache.Put(message);
        ImmutableArray<PeerId>.Builder to = ImmutableArray.CreateBuilder<PeerId>();
        foreach (GossipPeer peer in topic.Mesh)
        {
            if (!pending.DeliveredBy.Contains(peer.Id) && peer.Wants(message.Id) && !IsAuthor(message, peer))
            {
                to.Add(peer.Id);
            }
        }

        if (to.Count > 0)
        {
            _effects.Add(new GossipEffect.SendMessage(to.ToImmutable(), message.Message, IsForwarded: true));
        }
    }

    private static bool IsAuthor(InboundMessage message, GossipPeer peer) =>
        message.Message.From is { } from && from.Span.SequenceEqual(peer.Id.Bytes.Span);
}
