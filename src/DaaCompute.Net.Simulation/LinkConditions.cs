namespace DaaCompute.Net.Simulation;

/// <summary>How good or bad one direction of a link is. The presets are classes of links as they are met.</summary>
/// <remarks>
/// Connections are streams, so the faults of packets show as TCP lets them show: what is lost arrives late, after a
/// retransmission time-out that doubles each time, and everything behind it waits; what is lost again and again breaks the
/// connection; what is reordered arrives late; what is duplicated takes bandwidth twice.
/// </remarks>
public sealed record LinkConditions
{
    /// <summary>The time a packet takes at best.</summary>
    /// <value>Default 100 µs.</value>
    public TimeSpan MinimumLatency
    {
        get;
        init => field = value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(MinimumLatency));
    }
    = TimeSpan.FromMicroseconds(100);

    /// <summary>The time a packet takes at worst, short of faults. Most take little more than the minimum.</summary>
    /// <value>Default 1 ms.</value>
    public TimeSpan MaximumLatency
    {
        get;
        init => field = value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(MaximumLatency));
    }
    = TimeSpan.FromMilliseconds(1);

    /// <summary>The share of packets that are lost, 0 to 1.</summary>
    /// <value>Default 0.</value>
    public double LossRate { get; init => field = Rate(value, nameof(LossRate)); }

    /// <summary>The share of packets that are sent twice, 0 to 1.</summary>
    /// <value>Default 0.</value>
    public double DuplicationRate { get; init => field = Rate(value, nameof(DuplicationRate)); }

    /// <summary>The share of packets that others overtake, 0 to 1.</summary>
    /// <value>Default 0.</value>
    public double ReorderRate { get; init => field = Rate(value, nameof(ReorderRate)); }

    /// <summary>How many bytes the link carries in a second, all connections together; 0 for no limit.</summary>
    /// <value>Default 0.</value>
    public long BytesPerSecond
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(BytesPerSecond));
    }

    /// <summary>Within one machine: 20 to 200 µs.</summary>
    public static LinkConditions Loopback { get; } = new()
    {
        MinimumLatency = TimeSpan.FromMicroseconds(20),
        MaximumLatency = TimeSpan.FromMicroseconds(200),
    };

    /// <summary>Within one data centre: 0.1 to 1 ms, 10 Gbit/s.</summary>
    public static LinkConditions LocalArea { get; } = new() { BytesPerSecond = 1_250_000_000 };

    /// <summary>Within one region: 5 to 25 ms, 0.1 % lost, 1 Gbit/s.</summary>
    public static LinkConditions Regional { get; } = new()
    {
        MinimumLatency = TimeSpan.FromMilliseconds(5),
        MaximumLatency = TimeSpan.FromMilliseconds(25),
        LossRate = 0.001,
        ReorderRate = 0.001,
        BytesPerSecond = 125_000_000,
    };

    /// <summary>Between continents: 70 to 180 ms, 0.5 % lost, 200 Mbit/s.</summary>
    public static LinkConditions Intercontinental { get; } = new()
    {
        MinimumLatency = TimeSpan.FromMilliseconds(70),
        MaximumLatency = TimeSpan.FromMilliseconds(180),
        LossRate = 0.005,
        DuplicationRate = 0.001,
        ReorderRate = 0.005,
        BytesPerSecond = 25_000_000,
    };

    /// <summary>A telephone on the move: 30 to 400 ms, 3 % lost, 20 Mbit/s.</summary>
    public static LinkConditions Mobile { get; } = new()
    {
        MinimumLatency = TimeSpan.FromMilliseconds(30),
        MaximumLatency = TimeSpan.FromMilliseconds(400),
        LossRate = 0.03,
        DuplicationRate = 0.002,
        ReorderRate = 0.02,
        BytesPerSecond = 2_500_000,
    };

    private static double Rate(double value, string name) =>
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(name, value, "A rate is from 0 to 1.");
}
