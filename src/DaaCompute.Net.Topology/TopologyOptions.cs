using System.ComponentModel.DataAnnotations;

namespace DaaCompute.Net.Topology;

/// <summary>How this node takes part in the agreed state of the network. The settings' path is <c>DaaCompute:Topology</c>.</summary>
public sealed class TopologyOptions
{
    /// <summary>The settings' path, for error messages.</summary>
    internal const string Path = "DaaCompute:Topology";

    /// <summary>The network's name. It is part of all that is signed, so that no statement serves in another network.</summary>
    /// <value>Default: <c>daa-compute</c>.</value>
    [Required]
    [StringLength(64, MinimumLength = 1)]
    public string Network { get; set; } = "daa-compute";

    /// <summary>The region this node says it is in, such as <c>eu-west</c>; null for none. At most 64 UTF-8 bytes.</summary>
    /// <value>Default: null.</value>
    [StringLength(64, MinimumLength = 1)]
    public string? Region { get; set; }

    /// <summary>
    /// The validators whose observations count when a node is said to have failed, as peer ids; the same on every node of
    /// the network. Without any, only those that leave by themselves are removed.
    /// </summary>
    /// <value>Default: none.</value>
    public IList<string> Validators { get; } = [];

    /// <summary>Whether this node joins by itself when it starts, tells of its links, and leaves when it stops.</summary>
    /// <value>Default: true. A node that only watches sets it to false.</value>
    public bool IsMember { get; set; } = true;

    /// <summary>Nodes that the state remembers, members and those that left lately; the same on every node.</summary>
    /// <value>Default: 16,384, some 64 MB with their keys and links.</value>
    [Range(1, 1_000_000)]
    public int MaxNodes { get; set; } = 16_384;

    /// <summary>Links that the state keeps of one member; the same on every node.</summary>
    /// <value>Default: 64, above the 50 connections of the specification's <c>max_peers</c>.</value>
    [Range(1, 4096)]
    public int MaxLinksPerNode { get; set; } = 64;

    /// <summary>
    /// Heights that a signed statement stays valid for; nodes that left are remembered for twice as many. The same on every
    /// node.
    /// </summary>
    /// <value>Default: 8,192: at sixteen proposals a second, eight and a half minutes.</value>
    [Range(16, 1L << 40)]
    public long StatementWindow { get; set; } = 8_192;

    /// <summary>How often what has changed around this node is looked at and told, as one batch.</summary>
    /// <value>Default: 5 s.</value>
    [SecondsRange(0.1, 3600)]
    public TimeSpan ReportInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The most changes that this node proposes at once; others wait for the next time.</summary>
    /// <value>Default: 16.</value>
    [Range(1, 64)]
    public int MaxReportedChanges { get; set; } = 16;

    /// <summary>How long a link has to have been up, or down, before that is told.</summary>
    /// <value>Default: 10 s: a connection that comes and goes is not worth the agreement of a whole network.</value>
    [SecondsRange(0, 3600)]
    public TimeSpan LinkSettleTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait for a proposal to become final before it is proposed again.</summary>
    /// <value>Default: 30 s.</value>
    [SecondsRange(1, 3600)]
    public TimeSpan ProposalPatience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a peer may take to sign a statement.</summary>
    /// <value>Default: 5 s.</value>
    [SecondsRange(0.1, 300)]
    public TimeSpan EndorsementTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long statements are gathered before they are signed together: one signature of 3 KB serves all.</summary>
    /// <value>Default: 200 ms.</value>
    [SecondsRange(0, 10)]
    public TimeSpan SigningDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Statements that one peer may have signed a second in the long run, with four times as many at once.</summary>
    /// <value>Default: 8.</value>
    [Range(0.01, 10_000)]
    public double EndorsementsPerSecond { get; set; } = 8;

    /// <summary>Changes that a subscriber may lag behind before it loses the oldest.</summary>
    /// <value>Default: 1,024.</value>
    [Range(1, 1_000_000)]
    public int SubscriptionCapacity { get; set; } = 1_024;
}
