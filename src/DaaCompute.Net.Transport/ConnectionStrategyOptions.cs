using System.ComponentModel.DataAnnotations;

namespace DaaCompute.Net.Transport;

/// <summary>
/// How many peers of which role this node keeps. The settings' path is <c>DaaCompute:Transport:ConnectionStrategy</c>.
/// </summary>
/// <remarks>The defaults are the specification's <c>ConnectionStrategy::default()</c>.</remarks>
public sealed class ConnectionStrategyOptions
{
    /// <summary>Below this number of connections, any known peer is dialled.</summary>
    /// <value>Default: 8.</value>
    [Range(0, 100_000)]
    public int MinPeers { get; set; } = 8;

    /// <summary>Above this number of connections, the least needed are closed.</summary>
    /// <value>Default: 50.</value>
    [Range(1, 100_000)]
    public int MaxPeers { get; set; } = 50;

    /// <summary>How many super nodes to be connected to.</summary>
    /// <value>Default: 2.</value>
    [Range(0, 100_000)]
    public int TargetSuperNodes { get; set; } = 2;

    /// <summary>How many regional hubs to be connected to.</summary>
    /// <value>Default: 4.</value>
    [Range(0, 100_000)]
    public int TargetRegional { get; set; } = 4;

    /// <summary>How many leaves to be connected to.</summary>
    /// <value>Default: 8.</value>
    [Range(0, 100_000)]
    public int TargetLeaf { get; set; } = 8;

    /// <summary>How often the strategy looks at the connections.</summary>
    /// <value>Default: 10 s, the period of go-libp2p's connection manager.</value>
    [SecondsRange(0.1, 3600)]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A connection younger than this is not closed for there being too many.</summary>
    /// <value>Default: 20 s, the grace period of go-libp2p's connection manager.</value>
    [SecondsRange(0, 3600)]
    public TimeSpan GracePeriod { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether this node dials and closes connections by itself.</summary>
    /// <value>Default: true.</value>
    public bool Enabled { get; set; } = true;
}
