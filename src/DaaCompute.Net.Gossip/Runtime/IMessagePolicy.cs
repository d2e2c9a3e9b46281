using DaaCompute.Net.Gossip.Protocol;
using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Runtime;

/// <summary>How messages of a topic are made, named and checked.</summary>
internal interface IMessagePolicy
{
    /// <summary>Makes the message of a payload.</summary>
    PubsubMessage Seal(string topic, ReadOnlyMemory<byte> data);

    /// <summary>Names a message; null when its form alone breaks the policy. Cheap: no signature is checked.</summary>
    InboundMessage? Identify(PubsubMessage message);

    /// <summary>Checks a message, signature and all, and sets its content when it is accepted.</summary>
    /// <param name="message">The message.</param>
    /// <param name="from">Who delivered it first.</param>
    /// <returns>Accepted, Forged or Ignored.</returns>
    ValidationOutcome Open(InboundMessage message, PeerId from);
}
