using DaaCompute.Net.Dht.Diagnostics;
using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Dht.Runtime;

/// <summary>Work that nobody awaits at once: none of it is lost at the end, and no exception of it goes unseen.</summary>
internal sealed class BackgroundWork(ILogger log)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running = 1;
    private bool _closed;

    /// <summary>Starts work; it runs up to its first wait at once. Does nothing after <see cref="WhenDoneAsync"/>.</summary>
    public void Run(string name, Func<Task> work)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            _running++;
        }

        _ = ObserveAsync(name, work);
    }

    /// <summary>Takes no more work and waits for what runs.</summary>
    public Task WhenDoneAsync(CancellationToken cancellationToken)
    {
        bool first;
        lock (_lock)
        {
            first = !_closed;
            _closed = true;
        }

        if (first)
        {
            Leave();
        }

        return _idle.Task.WaitAsync(cancellationToken);
    }

    private async Task ObserveAsync(string name, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The node stops, or what the work was for is gone.
        }
#pragma warning disable CA1031 // The last frame of a background task: what is not seen here is never seen.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            DhtLog.TaskFailed(log, exception, name);
        }
        finally
        {
            Leave();
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            _running--;
            if (_running > 0)
            {
                return;
            }
        }

        _idle.TrySetResult();
    }
}
