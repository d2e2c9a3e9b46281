namespace DaaCompute.Net.Gossip.Tests.Runtime;

/// <summary>Rejects every message, and counts them.</summary>
internal sealed class RejectingValidator(Topic topic) : IGossipValidator
{
    private int _asked;

    public Topic Topic => topic;

    public int Asked => Volatile.Read(ref _asked);

    public ValueTask<MessageVerdict> ValidateAsync(GossipMessage message, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        return ValueTask.FromResult(MessageVerdict.Reject);
    }
}
