using System.Collections.Immutable;
using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Protocol;

/// <content>IWANT: a peer asks for messages it was told of.</content>
internal sealed partial class GossipMesh
{
    private void ReceiveIWant(GossipPeer from, ImmutableArray<MessageId> wanted)
    {
        if (wanted.IsEmpty || ScoreOf(from) < _options.Score.GossipThreshold)
        {
            return;
        }

        foreach (MessageId id in wanted)
        {
            if (_cache.TryGet(id, out InboundMessage? message)
                && from.CountRetransmission(message.Id) <= _options.GossipRetransmission)
            {
                _effects.Add(new GossipEffect.SendMessage([from.Id], message.Message, IsForwarded: true));
            }
        }
    }
}
