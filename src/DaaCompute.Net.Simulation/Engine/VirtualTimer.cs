namespace DaaCompute.Net.Simulation.Engine;

/// <summary>A timer of virtual time, with the meaning of <see cref="System.Threading.ITimer"/>'s members kept.</summary>
/// <remarks>
/// Differences from the system's timer: ticks are kept where that one rounds to milliseconds, and the callback runs on
/// the simulation's one thread. As there, the callback runs in the execution context of whoever made the timer.
/// </remarks>
internal sealed class VirtualTimer : ScheduledEvent, ITimer
{
    /// <summary>The longest due time and period that the system's timer takes, in milliseconds.</summary>
    private const double MaxMilliseconds = uint.MaxValue - 1;

    private readonly SimulationLoop _loop;
    private readonly DriftingClock? _clock;
    private readonly TimerCallback _callback;
    private readonly object? _state;
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private long _period;
    private bool _disposed;

    public VirtualTimer(SimulationLoop loop, IEventGate? gate, DriftingClock? clock, TimerCallback callback, object? state)
        : base(gate)
    {
        _loop = loop;
        _clock = clock;
        _callback = callback;
        _state = state;
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        long due = ToTicks(dueTime, nameof(dueTime));
        long repeat = ToTicks(period, nameof(period));
        _loop.CheckThread("a timer was set");
        if (_disposed)
        {
            return false;
        }

        _period = Math.Max(0, repeat);
        if (due < 0)
        {
            _loop.Cancel(this);
        }
        else
        {
            _loop.Schedule(this, _loop.Now + due);
        }

        return true;
    }

    public override void Fire()
    {
        // A held timer (its process was frozen) may have been stopped meanwhile.
        if (_disposed)
        {
            return;
        }

        if (_period > 0 && Slot == NotQueued)
        {
            _loop.Schedule(this, _loop.Now + _period);
        }

        _loop.Trace.Append(TraceKind.Timer, Gate?.Node ?? 0, 0, 0);
        if (_context is null)
        {
            _callback(_state);
        }
        else
        {
            ExecutionContext.Run(_context, static timer => ((VirtualTimer)timer!).Invoke(), this);
        }
    }

    public void Dispose()
    {
        _disposed = true;
        _loop.Cancel(this);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Invoke() => _callback(_state);

    private long ToTicks(TimeSpan time, string name)
    {
        if (time == Timeout.InfiniteTimeSpan)
        {
            return -1;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time.TotalMilliseconds, MaxMilliseconds, name);
        return _clock?.ToVirtual(time.Ticks) ?? time.Ticks;
    }
}
