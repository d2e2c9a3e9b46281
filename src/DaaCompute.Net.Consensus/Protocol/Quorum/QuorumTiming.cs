namespace DaaCompute.Net.Consensus.Protocol.Quorum;

/// <summary>How patient the quorum engine is. Safety hangs on none of it.</summary>
internal sealed record QuorumTiming
{
    /// <summary>How long a round waits for vertices of validators that were in time so far.</summary>
    public TimeSpan LeaderTimeout { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often a vertex is made when there is nothing to agree on.</summary>
    public TimeSpan IdleInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How soon a missing vertex is asked for again; twice as long each time.</summary>
    public TimeSpan RequestInterval { get; init; } = TimeSpan.FromMilliseconds(300);
}
