namespace DaaCompute.Net.Topology.Liveness;

/// <summary>What the failure detector knows of one peer.</summary>
internal sealed class WatchedPeer(ArrivalHistory arrivals, TimeSpan now)
{
    public ArrivalHistory Arrivals { get; set; } = arrivals;

    public PeerStatus Status { get; set; } = PeerStatus.Healthy;

    /// <summary>Probes in a row that nobody got answered, neither this node nor those it asked.</summary>
    public int Failures { get; set; }

    public ulong Incarnation { get; set; }

    /// <summary>When the next probe is due.</summary>
    public TimeSpan NextProbe { get; set; } = now;

    /// <summary>When the probe under way was sent; null when none is.</summary>
    public TimeSpan? Probed { get; set; }

    /// <summary>Whether others were asked for the probe under way.</summary>
    public bool IsAskedFor { get; set; }

    /// <summary>Whether another node has reached it for the probe under way.</summary>
    public bool IsSeenByOthers { get; set; }

    /// <summary>Since when a peer that had failed answers again; null when it is not on probation.</summary>
    public TimeSpan? Returned { get; set; }
}
