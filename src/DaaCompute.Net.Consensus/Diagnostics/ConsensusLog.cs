using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Consensus.Diagnostics;

/// <summary>Everything this package logs; event ids 5000 to 5999.</summary>
internal static partial class ConsensusLog
{
    [LoggerMessage(5000, LogLevel.Debug, "{Peer} takes part in consensus.")]
    public static partial void PeerAdded(ILogger logger, PeerId peer);

    [LoggerMessage(5001, LogLevel.Debug, "{Peer} no longer takes part in consensus: {Reason}")]
    public static partial void PeerRemoved(ILogger logger, PeerId peer, string reason);

    [LoggerMessage(5002, LogLevel.Warning, "{Peer} broke the consensus protocol: {Detail}")]
    public static partial void ProtocolViolated(ILogger logger, PeerId peer, string detail);

    [LoggerMessage(5003, LogLevel.Error, "Validator {Offender} signed two vertices of round {Round}; it is banned.")]
    public static partial void Equivocated(ILogger logger, PeerId offender, long round);

    [LoggerMessage(5004, LogLevel.Warning, "This node does not vote: {Obstacle}. {Detail}")]
    public static partial void VotingStopped(ILogger logger, VotingObstacle obstacle, string detail);

    [LoggerMessage(5005, LogLevel.Information, "This node votes from round {Round} on.")]
    public static partial void VotingBegun(ILogger logger, long round);

    [LoggerMessage(5006, LogLevel.Error, "The store failed; this node goes on without it.")]
    public static partial void StoreFailed(ILogger logger, Exception exception);

    [LoggerMessage(5007, LogLevel.Error, "The host's code failed for a proposal of {Proposer}; it counts as refused.")]
    public static partial void HostFailed(ILogger logger, Exception exception, PeerId proposer);

    [LoggerMessage(5008, LogLevel.Information, "Epoch {Epoch} begins with {Validators} validators.")]
    public static partial void EpochBegun(ILogger logger, long epoch, int validators);

    [LoggerMessage(5009, LogLevel.Debug, "Checkpoint of height {Height} in round {Round} is certified.")]
    public static partial void Certified(ILogger logger, long height, long round);

    [LoggerMessage(5010, LogLevel.Information, "Restored: height {Height}, decided round {Round}, {Vertices} vertices.")]
    public static partial void Restored(ILogger logger, long height, long round, int vertices);

    [LoggerMessage(5011, LogLevel.Information, "Goes on from a certified checkpoint: height {Height}, round {Round}.")]
    public static partial void Resumed(ILogger logger, long height, long round);

    [LoggerMessage(5012, LogLevel.Debug, "{Validator} is not reached: {Reason}")]
    public static partial void ValidatorUnreached(ILogger logger, PeerId validator, string reason);

    [LoggerMessage(5013, LogLevel.Critical, "Consensus stops: its state cannot be carried on.")]
    public static partial void Failed(ILogger logger, Exception exception);
}
