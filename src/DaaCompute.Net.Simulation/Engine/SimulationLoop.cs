namespace DaaCompute.Net.Simulation.Engine;

/// <summary>
/// Runs ordinary asynchronous code on one thread-pool thread, moving virtual time only when nothing is left to run.
/// </summary>
/// <remarks>
/// The loop is itself a work item that goes back to the tail of the pool's global queue. The pool's one worker takes its
/// local queue first (continuations, <c>Task.Run</c>), then the global one in order; so whenever the loop's turn comes and
/// nothing is pending, every piece of code waits for an event, and the next one may happen. The worker never runs out of
/// work meanwhile: it neither retires nor re-enters its dispatch, where the pool would set work items aside uncounted.
/// </remarks>
internal sealed class SimulationLoop : IThreadPoolWorkItem
{
    private readonly EventQueue _queue = new();
    private readonly TaskCompletionSource<LoopEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<Task>? _start;
    private Task? _main;
    private ExecutionContext? _cleanContext;
    private int _thread;
    private long _limit;
    private long _turns;

    public SimulationLoop(SimulationTrace trace)
    {
        Trace = trace;
        trace.Attach(this);
    }

    public SimulationTrace Trace { get; }

    /// <summary>Whether a test drives the loop by <see cref="Step"/>, without the pool: waiters then go on in place.</summary>
    public bool IsStepped { get; init; }

    /// <summary>Ticks of virtual time since the epoch.</summary>
    public long Now { get; private set; }

    /// <summary>How often the loop has had its turn; read from elsewhere to see whether the simulation is alive.</summary>
    public long Turns => Volatile.Read(ref _turns);

    /// <summary>The first sign that something happened beside the simulation's thread, or null.</summary>
    public string? Escape { get; private set; }

    /// <summary>Runs until the main task ends, nothing is left to wait for, or virtual time is up.</summary>
    /// <exception cref="InvalidOperationException">The process has a thread pool of more than one thread.</exception>
    public Task<LoopEnd> RunAsync(Func<Task> main, TimeSpan limit)
    {
        ThreadPool.GetMaxThreads(out int workers, out _);
        if (workers != 1)
        {
            throw new InvalidOperationException(
                $"A simulation needs a process whose thread pool has one thread; this one's may have {workers}. "
                + "Set ThreadPoolMinThreads and ThreadPoolMaxThreads to 1 in the project file.");
        }

        _start = main;
        _limit = limit.Ticks;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return _end.Task;
    }

    public void Schedule(ScheduledEvent scheduled, long due) => _queue.Schedule(scheduled, Math.Max(due, Now));

    public void Cancel(ScheduledEvent scheduled) => _queue.Remove(scheduled);

    /// <summary>Moves time to the next event and lets it happen.</summary>
    /// <returns>False when there is none.</returns>
    public bool Step()
    {
        if (_queue.Count == 0)
        {
            return false;
        }

        Now = _queue.NextDue;
        ScheduledEvent next = _queue.Dequeue();
        if (next.Gate is null || next.Gate.Admit(next))
        {
            next.Fire();
        }

        return true;
    }

    /// <summary>Notes when the caller is not on the simulation's thread: such code cannot be replayed.</summary>
    public void CheckThread(string what)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            Escape ??= $"{what} on a thread beside the simulation's:{Environment.NewLine}{Environment.StackTrace}";
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        Volatile.Write(ref _turns, _turns + 1);
        LoopEnd? end;
        try
        {
            end = TakeTurn();
        }
        catch (Exception fault)
        {
            end = new LoopEnd(LoopOutcome.Faulted, fault);
        }

        if (end is null)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        else
        {
            _end.SetResult(end);
        }
    }

    private LoopEnd? TakeTurn()
    {
        if (_start is Func<Task> start)
        {
            _start = null;
            _thread = Environment.CurrentManagedThreadId;
            _cleanContext = ExecutionContext.Capture();
            _main = start();
            RestoreContext();
            return null;
        }

        if (Environment.CurrentManagedThreadId != _thread)
        {
            Escape ??= "The pool changed its thread.";
        }

        // Short of pending work, events follow each other without a way through the pool.
        while (ThreadPool.PendingWorkItemCount == 0)
        {
            if (_main!.IsCompleted)
            {
                return new LoopEnd(LoopOutcome.Completed, _main.Exception?.InnerException);
            }

            if (_queue.Count == 0)
            {
                return new LoopEnd(LoopOutcome.Stalled, Fault: null);
            }

            if (_queue.NextDue > _limit)
            {
                return new LoopEnd(LoopOutcome.OutOfTime, Fault: null);
            }

            Step();
            RestoreContext();
        }

        return null;
    }

    /// <summary>Keeps what one event leaves in the thread's context (async locals) from flowing into the next.</summary>
    private void RestoreContext()
    {
        if (!ReferenceEquals(ExecutionContext.Capture(), _cleanContext))
        {
            ExecutionContext.Restore(_cleanContext!);
        }
    }
}
