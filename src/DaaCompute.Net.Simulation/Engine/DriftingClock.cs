namespace DaaCompute.Net.Simulation.Engine;

/// <summary>A machine's clocks: a wall clock that may jump, over a steady one that may run fast or slow.</summary>
internal sealed class DriftingClock(SimulationLoop loop)
{
    private const long Million = 1_000_000;

    private long _virtualBase;
    private long _steadyBase;
    private long _drift;

    /// <summary>How far the wall clock is off beside its drift, in ticks.</summary>
    public long Offset { get; set; }

    /// <summary>How fast the machine's time runs against virtual time, in parts per million; above -1,000,000.</summary>
    public long Drift
    {
        get => _drift;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, -Million);
            _steadyBase = Steady;
            _virtualBase = loop.Now;
            _drift = value;
        }
    }

    /// <summary>The steady clock, in ticks: it never jumps and never goes backwards.</summary>
    public long Steady
    {
        get
        {
            long elapsed = loop.Now - _virtualBase;
            return _steadyBase + elapsed + (long)((Int128)elapsed * _drift / Million);
        }
    }

    /// <summary>How long a span of the machine's time takes in virtual time, in ticks.</summary>
    public long ToVirtual(long ticks) => _drift == 0 ? ticks : (long)((Int128)ticks * Million / (Million + _drift));
}
