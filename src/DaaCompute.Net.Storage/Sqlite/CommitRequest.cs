namespace DaaCompute.Net.Storage.Sqlite;

/// <summary>A batch on its way. Its caller may withdraw it until the writer takes it; then it is seen through.</summary>
internal sealed class CommitRequest(IReadOnlyList<StateChange> changes, long bytes)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Withdrawn = 2;

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state = Waiting;

    public IReadOnlyList<StateChange> Changes => changes;

    public long Bytes => bytes;

    /// <summary>Ends when the batch is durable, or has failed, or was withdrawn.</summary>
    public Task Done => _done.Task;

    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    public void Withdraw(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Withdrawn, Waiting) == Waiting)
        {
            _done.SetCanceled(cancellationToken);
        }
    }

    public void Succeed() => _done.SetResult();

    /// <summary>Each caller gets an exception of its own, whose stack is the caller's.</summary>
    public void Fail(StateStoreException exception) =>
        _done.SetException(new StateStoreException(exception.Error, exception.Message, exception));
}
