using DaaCompute.Net.Gossip.Protocol;
using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Runtime;

/// <summary>Nothing is signed: libp2p's StrictNoSign.</summary>
internal sealed class UnsignedPolicy : IMessagePolicy
{
    public PubsubMessage Seal(string topic, ReadOnlyMemory<byte> data) => new(topic) { Data = data.ToArray() };

    public InboundMessage? Identify(PubsubMessage message) => ContentId.Identify(message);

    public ValidationOutcome Open(InboundMessage message, PeerId from)
    {
        message.Content = new GossipMessage(
            new Topic(message.Topic), Author: null, message.Message.Data.GetValueOrDefault(), from);
        return ValidationOutcome.Accepted;
    }
}
