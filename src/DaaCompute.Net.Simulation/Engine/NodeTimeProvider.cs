namespace DaaCompute.Net.Simulation.Engine;

/// <summary>The time as one process of one machine sees it. Its timers stop with the process.</summary>
internal sealed class NodeTimeProvider(SimulationLoop loop, IEventGate gate, DriftingClock clock) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => VirtualTimeProvider.Epoch.AddTicks(clock.Steady + clock.Offset);

    public override long GetTimestamp() => clock.Steady;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        VirtualTimer timer = new(loop, gate, clock, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }
}
