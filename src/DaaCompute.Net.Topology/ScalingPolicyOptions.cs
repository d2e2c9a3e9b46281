using System.ComponentModel.DataAnnotations;

namespace DaaCompute.Net.Topology;

/// <summary>When the network grows and shrinks. The settings' path is <c>DaaCompute:Topology:Scaling</c>.</summary>
public sealed class ScalingPolicyOptions
{
    /// <summary>Whether this node recruits and releases at all; one node of a network does.</summary>
    /// <value>Default: false.</value>
    public bool IsEnabled { get; set; }

    /// <summary>The specification's <c>min_nodes</c>.</summary>
    /// <value>Default: 1; the specification names no number.</value>
    [Range(0, 1_000_000)]
    public int MinNodes { get; set; } = 1;

    /// <summary>The specification's <c>max_nodes</c>.</summary>
    /// <value>Default: 1,000; the specification names no number.</value>
    [Range(1, 1_000_000)]
    public int MaxNodes { get; set; } = 1_000;

    /// <summary>The specification's <c>scale_up_threshold</c>: a load above it calls for nodes.</summary>
    /// <value>Default: 0.8.</value>
    [Range(0.0, 1.0)]
    public double ScaleUpThreshold { get; set; } = 0.8;

    /// <summary>The specification's <c>scale_down_threshold</c>: a load below it lets nodes go. Below the other one.</summary>
    /// <value>Default: 0.3.</value>
    [Range(0.0, 1.0)]
    public double ScaleDownThreshold { get; set; } = 0.3;

    /// <summary>How long a load has to stay beyond a threshold before anything is done.</summary>
    /// <value>Default: 1 min.</value>
    [SecondsRange(0, 86400)]
    public TimeSpan SustainTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long to wait after a change before the next one: nodes need time to take effect.</summary>
    /// <value>Default: 5 min, the stabilisation window of Kubernetes' horizontal autoscaler for shrinking.</value>
    [SecondsRange(0, 86400)]
    public TimeSpan Cooldown { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The most nodes that are recruited or released at once.</summary>
    /// <value>Default: 8.</value>
    [Range(1, 10_000)]
    public int MaxStep { get; set; } = 8;

    /// <summary>How often the load is looked at.</summary>
    /// <value>Default: 15 s, the horizontal autoscaler's period.</value>
    [SecondsRange(0.1, 3600)]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(15);
}
