namespace DaaCompute.Net.Gossip.Tests.Runtime;

/// <summary>A host's validator with a mistake in it.</summary>
internal sealed class ThrowingValidator(Topic topic) : IGossipValidator
{
    public Topic Topic => topic;

    public ValueTask<MessageVerdict> ValidateAsync(GossipMessage message, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("a mistake");
}
