namespace DaaCompute.Net.Gossip.Tests.Runtime;

/// <summary>Answers once the test says what.</summary>
internal sealed class HeldValidator(Topic topic) : IGossipValidator
{
    private readonly TaskCompletionSource<MessageVerdict> _verdict = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;

    public Topic Topic => topic;

    public int Waiting => Volatile.Read(ref _waiting);

    public async ValueTask<MessageVerdict> ValidateAsync(GossipMessage message, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        return await _verdict.Task.WaitAsync(cancellationToken);
    }

    public void Release(MessageVerdict verdict) => _verdict.TrySetResult(verdict);
}
