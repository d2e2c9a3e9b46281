using System.Collections.Immutable;
using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Protocol;

/// <content>IDONTWANT (gossipsub 1.2): a peer has a message already and need not be sent it.</content>
internal sealed partial class GossipMesh
{
    // How many heartbeats an IDONTWANT holds; go-libp2p's.
    private const int UnwantedHeartbeats = 3;

    private void ReceiveIDontWant(GossipPeer from, ImmutableArray<MessageId> unwanted)
    {
        foreach (MessageId id in unwanted)
        {
            if (++from.UnwantedReceived > _options.MaxIDontWantIds)
            {
                return;
            }

            from.MarkUnwanted(id, _heartbeats + UnwantedHeartbeats);
        }
    }

    /// <summary>Tells the mesh of a large message that it need not be sent again; before it is validated, for that takes time.</summary>
    private void SendIDontWant(TopicMesh topic, GossipPeer from, InboundMessage message)
    {
        if (message.Message.DataLength < _options.IDontWantThreshold)
        {
            return;
        }

        foreach (GossipPeer peer in topic.Mesh)
        {
            if (peer != from && peer.Version >= GossipVersion.V12)
            {
                ControlFor(peer).AddUnwanted(message.Id);
            }
        }
    }
}
