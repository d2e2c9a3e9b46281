using System.ComponentModel.DataAnnotations;

namespace DaaCompute.Net.Consensus;

/// <summary>Consensus. Section <c>DaaCompute:Consensus</c>.</summary>
public sealed class ConsensusOptions
{
    internal const string Path = "DaaCompute:Consensus";

    /// <summary>The network's name: what is signed in one network means nothing in another.</summary>
    /// <value>Default <c>daa</c>; 1 to 64 characters.</value>
    [Required]
    [StringLength(64, MinimumLength = 1)]
    public string Network { get; set; } = "daa";

    /// <summary>The validators of the first epoch: the default admission policy's allow list. The same on every node.</summary>
    /// <value>Default empty, which is refused; at most 64, the quorum engine's largest set.</value>
    public IList<ValidatorEntry> Validators { get; } = [];

    /// <summary>The largest payload of a proposal, in bytes.</summary>
    /// <value>Default 64 KiB; 1 to 128 KiB. A batch of a few hundred signed topology changes.</value>
    [Range(1, 128 * 1024)]
    public int MaxPayloadBytes { get; set; } = 64 * 1024;

    /// <summary>How many bytes of proposals one vertex carries at most.</summary>
    /// <value>Default 256 KiB; 160 KiB, so that the largest proposal fits in its envelope, to 448 KiB.</value>
    [Range(160 * 1024, 448 * 1024)]
    public int MaxVertexPayloadBytes { get; set; } = 256 * 1024;

    /// <summary>How many proposals may be on their way to finality here: own ones and those forwarded for others.</summary>
    /// <value>Default 4096; 1 to 1 million.</value>
    [Range(1, 1_000_000)]
    public int MaxPendingProposals { get; set; } = 4096;

    /// <summary>How many of these one other peer may have here.</summary>
    /// <value>Default 64; 1 to 1 million.</value>
    [Range(1, 1_000_000)]
    public int MaxPendingPerPeer { get; set; } = 64;

    /// <summary>How many final proposals are kept for subscribers and late nodes; older ones are forgotten.</summary>
    /// <value>Default 100,000; 20,000, above what replicas need to recognise repetitions, to 100 million.</value>
    [Range(20_000, 100_000_000)]
    public int RetainedProposals { get; set; } = 100_000;

    /// <summary>How long a round waits for validators that were in time so far.</summary>
    /// <value>Default 250 ms: a lost packet's retransmission (Linux's TCP_RTO_MIN of 200 ms) still comes in time. 10 ms to 1 minute.</value>
    public TimeSpan LeaderTimeout { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often a validator makes a vertex when there is nothing to agree on.</summary>
    /// <value>Default 1 s, the design's rate of signed votes; 50 ms to 10 minutes.</value>
    public TimeSpan IdleInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How soon what is missing is asked for again, and how often peers tell each other how far they are.</summary>
    /// <value>Default 500 ms; 50 ms to 1 minute.</value>
    public TimeSpan SyncInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How many bytes may wait to be sent to one peer; what does not fit is asked for again later.</summary>
    /// <value>Default 8 MiB; 1 MiB to 1 GiB.</value>
    [Range(1024 * 1024, 1024 * 1024 * 1024)]
    public int PeerQueueBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>
    /// Whether a validator may vote without a durable store. Whoever forgets how it voted may vote twice, and is banned for
    /// it; only for tests.
    /// </summary>
    /// <value>Default false.</value>
    public bool AllowVolatileVotes { get; set; }
}
