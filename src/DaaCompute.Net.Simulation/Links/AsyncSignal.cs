namespace DaaCompute.Net.Simulation.Links;

/// <summary>Wakes whoever waits for it; forgotten when nobody does.</summary>
/// <param name="wakesInline">Whether the waiter goes on inside <see cref="Set"/>, rather than as a work item.</param>
internal sealed class AsyncSignal(bool wakesInline)
{
    private readonly TaskCreationOptions _options =
        wakesInline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously;

    private TaskCompletionSource? _waiting;
    private Action? _wake;

    /// <summary><see cref="Set"/>, as a delegate made once.</summary>
    public Action Wake => _wake ??= Set;

    public Task WaitAsync(CancellationToken cancellationToken)
    {
        _waiting ??= new TaskCompletionSource(_options);
        return _waiting.Task.WaitAsync(cancellationToken);
    }

    public void Set()
    {
        TaskCompletionSource? waiting = _waiting;
        _waiting = null;
        waiting?.SetResult();
    }
}
