using DaaCompute.Net.Simulation.Engine;

namespace DaaCompute.Net.Simulation;

/// <summary>The time of a simulation: it stands still while code runs, and leaps to the next event when none does.</summary>
/// <remarks>
/// Timers fire in the order of their due times, those of one moment in the order in which they were set. Nodes see this
/// time through clocks of their own, which may be off; see <see cref="SimulatedNode.ClockOffset"/>.
/// </remarks>
public sealed class VirtualTimeProvider : TimeProvider
{
    private readonly SimulationLoop _loop;

    internal VirtualTimeProvider(SimulationLoop loop) => _loop = loop;

    /// <summary>The moment at which every simulation begins: 2026-01-01 00:00 UTC.</summary>
    public static DateTimeOffset Epoch { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How much virtual time has passed since <see cref="Epoch"/>.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(_loop.Now);

    /// <summary>Always UTC.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Ten million: a timestamp counts ticks of 100 ns.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Epoch.AddTicks(_loop.Now);

    /// <inheritdoc/>
    public override long GetTimestamp() => _loop.Now;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        VirtualTimer timer = new(_loop, gate: null, clock: null, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }
}
