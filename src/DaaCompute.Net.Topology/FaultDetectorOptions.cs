using System.ComponentModel.DataAnnotations;

namespace DaaCompute.Net.Topology;

/// <summary>When a peer is suspected and given up. The settings' path is <c>DaaCompute:Topology:FaultDetector</c>.</summary>
public sealed class FaultDetectorOptions
{
    /// <summary>How often each connected peer is probed.</summary>
    /// <value>Default: 1 s, memberlist's probe interval on a LAN and in a WAN five times as long.</value>
    [SecondsRange(0.05, 3600)]
    public TimeSpan ProbeInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an answer to a probe may take, before others are asked to try.</summary>
    /// <value>Default: 500 ms, memberlist's on a LAN; three seconds in a WAN.</value>
    [SecondsRange(0.01, 600)]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The specification's <c>heartbeat_timeout</c>: a peer heard from more recently is healthy, whatever else fails.</summary>
    /// <value>Default: 5 s; the specification names no number.</value>
    [SecondsRange(0.1, 3600)]
    public TimeSpan HeartbeatTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The specification's <c>failure_threshold</c>: so many failed probes in a row and a peer has failed.</summary>
    /// <value>Default: 5; the specification names no number.</value>
    [Range(1, 1000)]
    public int FailureThreshold { get; set; } = 5;

    /// <summary>
    /// The specification's <c>recovery_timeout</c>: how long a peer that had failed has to answer again before it is healthy.
    /// </summary>
    /// <value>Default: 10 s; the specification names no number.</value>
    [SecondsRange(0, 3600)]
    public TimeSpan RecoveryTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>φ from which silence is suspicious: 8 is wrong once in 10^8 intervals, if they are what they were.</summary>
    /// <value>Default: 8, the φ accrual paper's middle and Akka's default.</value>
    [Range(0.5, 100)]
    public double SuspicionLevel { get; set; } = 8;

    /// <summary>Peers that are asked to probe one that did not answer.</summary>
    /// <value>Default: 3, SWIM's and memberlist's.</value>
    [Range(0, 32)]
    public int IndirectProbes { get; set; } = 3;

    /// <summary>How many times slower than usual a node is that takes itself for sick.</summary>
    /// <value>Default: 8, Lifeguard's largest local health multiplier.</value>
    [Range(0, 64)]
    public int MaxLocalHealth { get; set; } = 8;
}
