namespace DaaCompute.Net.CommandLine;

/// <summary>A bound on one step of a command, told apart from being asked to stop.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _stop;

    public Deadline(TimeSpan within, CancellationToken stop)
    {
        _stop = stop;
        _source = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _source.CancelAfter(within);
    }

    /// <summary>Runs a step; the result is the default when time was over first.</summary>
    public async Task<T?> RunAsync<T>(Func<CancellationToken, ValueTask<T>> step)
    {
        try
        {
            return await step(_source.Token);
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            return default;
        }
    }

    /// <summary>Runs a step.</summary>
    /// <returns>Whether it ended before its time was over.</returns>
    public async Task<bool> RunAsync(Func<CancellationToken, ValueTask> step)
    {
        try
        {
            await step(_source.Token);
            return true;
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Dispose() => _source.Dispose();
}
