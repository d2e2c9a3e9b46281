using DaaCompute.Net.Simulation.Engine;

namespace DaaCompute.Net.Simulation;

/// <summary>One direction between two nodes. All that chance decides on it is drawn from (seed, link, packet number).</summary>
public sealed class SimulatedLink
{
    private readonly SimulationLoop _loop;
    private readonly ulong _seed;
    private ulong _packet;
    private long _busyUntil;
    private int _cuts;

    internal SimulatedLink(SimulationLoop loop, ulong seed, int from, int to, LinkConditions conditions)
    {
        _loop = loop;
        _seed = SplitMix.Mix(SplitMix.Mix(seed) ^ ((ulong)(uint)from << 32 | (uint)to));
        From = from;
        To = to;
        Conditions = conditions;
    }

    private enum Draw
    {
        Loss,
        Duplication,
        Reorder,
        Latency,
        ReorderLatency,
    }

    /// <summary>The node that sends.</summary>
    public int From { get; }

    /// <summary>The node that receives.</summary>
    public int To { get; }

    /// <summary>How good the link is. A change concerns packets sent from now on.</summary>
    public LinkConditions Conditions { get; set; }

    /// <summary>Whether nothing gets through: packets are lost, silently.</summary>
    public bool IsCut => _cuts > 0;

    /// <summary>Packets sent.</summary>
    public long Sent { get; private set; }

    /// <summary>Packets lost, to chance or to a cut.</summary>
    public long Lost { get; private set; }

    /// <summary>Loss beside that of the conditions: a fault, which heals.</summary>
    internal double ExtraLossRate { get; set; }

    /// <summary>Until when packets that arrive are held back, in ticks of virtual time.</summary>
    internal long CloggedUntil { get; private set; }

    /// <summary>
    /// A retransmission time-out that fits the link: Linux's minimum of 200 ms (TCP_RTO_MIN) over the worst round trip.
    /// </summary>
    internal long RetransmissionTimeout => RoundTrip + (TimeSpan.TicksPerMillisecond * 200);

    /// <summary>The worst round trip short of faults, in ticks.</summary>
    internal long RoundTrip => 2 * Conditions.MaximumLatency.Ticks;

    /// <summary>Lets nothing through until mended as often as cut.</summary>
    public void Cut() => _cuts++;

    /// <summary>Takes one cut back.</summary>
    public void Mend() => _cuts = Math.Max(0, _cuts - 1);

    /// <summary>Holds everything back for a while; nothing is lost.</summary>
    /// <param name="time">How long from now.</param>
    public void Clog(TimeSpan time) => CloggedUntil = Math.Max(CloggedUntil, _loop.Now + time.Ticks);

    internal void Heal()
    {
        _cuts = 0;
        CloggedUntil = 0;
        ExtraLossRate = 0;
    }

    /// <summary>Counts a packet that was under way when the link was cut.</summary>
    internal void CountLost() => Lost++;

    /// <summary>Sends a packet now.</summary>
    /// <returns>In how many ticks it arrives, or null when it is lost.</returns>
    internal long? Transmit(int bytes)
    {
        ulong packet = _packet++;
        Sent++;
        bool twice = Chance(packet, Draw.Duplication, Conditions.DuplicationRate);
        long departed = Depart(twice ? 2L * bytes : bytes);
        if (IsCut || Chance(packet, Draw.Loss, Conditions.LossRate + ExtraLossRate))
        {
            Lost++;
            return null;
        }

        long latency = Latency(packet, Draw.Latency);
        if (Chance(packet, Draw.Reorder, Conditions.ReorderRate))
        {
            latency += Latency(packet, Draw.ReorderLatency);
        }

        return Math.Max(departed + latency, CloggedUntil) - _loop.Now;
    }

    /// <summary>When the last byte has left, behind all that waits before it.</summary>
    private long Depart(long bytes)
    {
        if (Conditions.BytesPerSecond == 0)
        {
            return _loop.Now;
        }

        long ticks = (long)((Int128)bytes * TimeSpan.TicksPerSecond / Conditions.BytesPerSecond);
        return _busyUntil = Math.Max(_busyUntil, _loop.Now) + ticks;
    }

    /// <summary>A long-tailed distribution of plain multiplications, the same on every machine: min + (max - min) u^4.</summary>
    private long Latency(ulong packet, Draw draw)
    {
        double uniform = Uniform(packet, draw);
        double tail = uniform * uniform * uniform * uniform;
        long spread = Math.Max(0, Conditions.MaximumLatency.Ticks - Conditions.MinimumLatency.Ticks);
        return Conditions.MinimumLatency.Ticks + (long)(spread * tail);
    }

    private bool Chance(ulong packet, Draw draw, double rate) => rate > 0 && Uniform(packet, draw) < rate;

    private double Uniform(ulong packet, Draw draw) =>
        (SplitMix.Mix(SplitMix.Mix(_seed ^ packet) ^ (ulong)draw) >> 11) * (1.0 / (1UL << 53));
}
