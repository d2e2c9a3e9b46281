using DaaCompute.Net.Gossip.Protocol;
using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Runtime;

/// <content>Events into the router, effects out of it.</content>
internal sealed partial class GossipNode
{
    /// <summary>Takes an event in and carries out what follows; nothing of it waits.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="busy">
    /// For an own message: receives the receivers' queues when every one of them is more than half full.
    /// </param>
    private void Apply(GossipEvent happened, List<PeerOutbox>? busy = null)
    {
        lock (_lock)
        {
            _followUps.Enqueue(happened);
            while (_followUps.TryDequeue(out GossipEvent? next))
            {
                foreach (GossipEffect effect in _mesh.Step(next, Now))
                {
                    Carry(effect, busy);
                }
            }

            for (int index = _waiters.Count - 1; index >= 0; index--)
            {
                if (_mesh.IsReady(_waiters[index].Topic))
                {
                    _waiters[index].Complete();
                    _waiters.RemoveAt(index);
                }
            }
        }
    }

    private void Carry(GossipEffect effect, List<PeerOutbox>? busy)
    {
        switch (effect)
        {
            case GossipEffect.SendControl send:
                OutboxOf(send.To)?.TryEnqueue(GossipEncoder.Frame(send.Rpc), FrameKind.Control);
                break;
            case GossipEffect.SendMessage send:
                Send(send, busy);
                break;
            case GossipEffect.Validate validate:
                if (!_validation.TryStart(validate.From, validate.Message))
                {
                    _followUps.Enqueue(new GossipEvent.Validated(validate.Message, ValidationOutcome.Throttled));
                }

                break;
            case GossipEffect.Deliver deliver when deliver.Message.Content is { } content:
                if (_subscriptions.TryGetValue(deliver.Message.Topic, out List<TopicSubscription>? subscriptions))
                {
                    foreach (TopicSubscription subscription in subscriptions)
                    {
                        subscription.Deliver(content);
                    }
                }

                break;
            case GossipEffect.Connect connect:
                _dialer.Dial(connect.Peers);
                break;
        }
    }

    private void Send(GossipEffect.SendMessage send, List<PeerOutbox>? busy)
    {
        ReadOnlyMemory<byte> frame = send.Message.Frame;
        bool anyRelaxed = false;
        foreach (PeerId peer in send.To)
        {
            if (OutboxOf(peer) is not { } outbox)
            {
                continue;
            }

            outbox.TryEnqueue(frame, send.IsForwarded ? FrameKind.Forwarded : FrameKind.Own);
            if (busy is not null && !anyRelaxed)
            {
                anyRelaxed = outbox.WhenRelaxed.IsCompleted;
                busy.Add(outbox);
            }
        }

        if (anyRelaxed)
        {
            busy?.Clear();
        }
    }

    private PeerOutbox? OutboxOf(PeerId peer) => _links.GetValueOrDefault(peer)?.Outbox;
}
