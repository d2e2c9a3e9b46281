using DaaCompute.Net.Gossip.Protocol;
using DaaCompute.Net.Gossip.Runtime;
using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Tests.Runtime;

/// <summary>A policy whose verifier has a mistake in it.</summary>
internal sealed class ThrowingPolicy : IMessagePolicy
{
    public PubsubMessage Seal(string topic, ReadOnlyMemory<byte> data) => throw new NotSupportedException();

    public InboundMessage? Identify(PubsubMessage message) => ContentId.Identify(message);

    public ValidationOutcome Open(InboundMessage message, PeerId from) => throw new InvalidOperationException("a mistake");
}
