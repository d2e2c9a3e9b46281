using System.Collections.Immutable;

namespace DaaCompute.Net.Consensus.Protocol.Sampling;

/// <summary>How many validators are asked, and what their answers are worth.</summary>
internal sealed record SamplingParameters
{
    /// <summary>Validators asked in a poll.</summary>
    /// <value>Default 20: avalanchego's K.</value>
    public int SampleSize { get; init; } = 20;

    /// <summary>The votes that change a preference.</summary>
    /// <value>Default 11, a majority of 20: avalanchego's alpha for preferences.</value>
    public int PreferenceQuorum { get; init; } = 11;

    /// <summary>What makes a candidate final: any of these. Quorums rise.</summary>
    /// <value>
    /// Default (15, 20), avalanchego's alpha and beta for confidence, and five of the same error: a sample in which more agree
    /// is worth more, so that fewer of them are needed where nobody objects.
    /// </value>
    public ImmutableArray<ConfidenceThreshold> Thresholds { get; init; } =
        [new(15, 20), new(16, 13), new(17, 8), new(18, 6), new(19, 4), new(20, 3)];

    /// <summary>How long a poll waits for answers.</summary>
    /// <value>Default 2 s: avalanchego's smallest network time-out.</value>
    public TimeSpan PollTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The candidates above the last final one that are considered at a time.</summary>
    /// <value>Default 256: avalanchego's bound of processing blocks before it calls itself unhealthy is 50.</value>
    public int MaxProcessing { get; init; } = 256;

    /// <summary>How many ids an answer names, from the preferred candidate downwards.</summary>
    /// <value>Default 64, so that an answer stays below 2 KiB and a little.</value>
    public int MaxChain { get; init; } = 64;

    /// <summary>The time that each proposer has before the next one may propose too.</summary>
    /// <value>Default 2 s; Snowman++ gives a window of 5 s.</value>
    public TimeSpan ProposalWindow { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>After how long without anything final the sampling is reported as stalled.</summary>
    /// <value>Default 30 s, fifteen polls of silence: the time after which Frosty (arXiv 2404.14250) turns to a quorum.</value>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
