using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Protocol;

/// <summary>A message with its id.</summary>
/// <param name="Message">The message.</param>
/// <param name="Id">Its id in control messages.</param>
/// <param name="Fingerprint">
/// Equal to the id where the id is made of the content. Where it is made of author and counter, a hash over everything,
/// so that a forgery under the id of a message that is still to come is not taken for that message.
/// </param>
internal sealed record InboundMessage(PubsubMessage Message, MessageId Id, MessageId Fingerprint)
{
    public string Topic => Message.Topic;

    /// <summary>What the host gets to see; set once the message's signature is checked.</summary>
    public GossipMessage? Content { get; set; }

    /// <summary>Whether all copies under this id are equal, and so equally valid.</summary>
    public bool IsContentAddressed => Id.Equals(Fingerprint);
}
