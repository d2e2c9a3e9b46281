namespace DaaCompute.Net.Simulation.Links;

/// <summary>Wakes whoever waits for it; forgotten when nobody does.</summary>
internal sealed class AsyncSignal
{
    private TaskCompletionSource? _waiting;

    public AsyncSignal() => Wake = Set;

    /// <summary><see cref="Set"/>, as a delegate made once.</summary>
    public Action Wake { get; }

    public Task WaitAsync(CancellationToken cancellationToken)
    {
        _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _waiting.Task.WaitAsync(cancellationToken);
    }

    public void Set()
    {
        TaskCompletionSource? waiting = _waiting;
        _waiting = null;
        waiting?.SetResult();
    }
}
