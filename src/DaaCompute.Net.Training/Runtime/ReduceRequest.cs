namespace DaaCompute.Net.Training.Runtime;

/// <summary>One call of the user.</summary>
internal sealed class ReduceRequest(
    Memory<float> vector, ReduceOperation operation, IProgress<AllReduceProgress>? progress, TimeSpan startedAt)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Memory<float> Vector => vector;

    public ReduceOperation Operation => operation;

    public IProgress<AllReduceProgress>? Progress => progress;

    public TimeSpan StartedAt => startedAt;

    public Task Completion => _done.Task;

    public void Complete() => _done.TrySetResult();

    public void Fail(Exception exception) => _done.TrySetException(exception);

    public void Cancel(CancellationToken cancellationToken) => _done.TrySetCanceled(cancellationToken);
}
