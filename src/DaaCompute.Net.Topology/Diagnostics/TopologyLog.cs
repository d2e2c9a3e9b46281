using DaaCompute.Net.Topology.State;
using DaaCompute.Net.Topology.Wire;
using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Topology.Diagnostics;

/// <summary>Everything this package logs; event ids 7000 to 7999.</summary>
internal static partial class TopologyLog
{
    [LoggerMessage(7000, LogLevel.Information, "{Node} is a member now ({Members} in all), as of height {Height}.")]
    public static partial void Joined(ILogger logger, PeerId node, int members, long height);

    [LoggerMessage(7001, LogLevel.Information, "{Node} is no member any more ({Members} are left), as of height {Height}; graceful: {Graceful}.")]
    public static partial void Left(ILogger logger, PeerId node, int members, long height, bool graceful);

    [LoggerMessage(7002, LogLevel.Debug, "Height {Height}: {Change} was left out: {Verdict}.")]
    public static partial void ChangeLeftOut(ILogger logger, long height, TopologyChange change, ChangeVerdict verdict);

    [LoggerMessage(7003, LogLevel.Warning, "A proposal of {Proposer} is refused: {Reason}.")]
    public static partial void ProposalRefused(ILogger logger, PeerId proposer, string reason);

    [LoggerMessage(7005, LogLevel.Debug, "{Count} changes are proposed on height {Height}.")]
    public static partial void Proposed(ILogger logger, int count, long height);

    [LoggerMessage(7006, LogLevel.Debug, "{Peer} does not sign {Change}: {Refusal}.")]
    public static partial void EndorsementRefused(ILogger logger, PeerId peer, TopologyChange change, EndorsementRefusal refusal);

    [LoggerMessage(7007, LogLevel.Debug, "{Peer} was asked to sign {Change} and did not answer: {Detail}")]
    public static partial void EndorsementFailed(ILogger logger, PeerId peer, TopologyChange change, string detail);

    [LoggerMessage(7008, LogLevel.Debug, "Telling of this node and its links failed; it is tried again: {Detail}")]
    public static partial void ReportFailed(ILogger logger, string detail);

    [LoggerMessage(7009, LogLevel.Information, "The agreed state of height {Height} was kept from before: {Members} members.")]
    public static partial void Restored(ILogger logger, long height, int members);

    [LoggerMessage(7010, LogLevel.Error, "The agreed state on the disk is damaged; it is built anew from the first proposal on.")]
    public static partial void KeptStateDamaged(ILogger logger);

    [LoggerMessage(7011, LogLevel.Error, "The agreed state could not be written; it goes on in memory.")]
    public static partial void StoreFailed(ILogger logger, Exception exception);

    [LoggerMessage(7012, LogLevel.Error, "Part {Part} of the topology failed on an unexpected error.")]
    public static partial void TaskFailed(ILogger logger, Exception exception, string part);

    [LoggerMessage(7013, LogLevel.Warning, "This node's leave was not final before it stopped.")]
    public static partial void LeaveNotFinal(ILogger logger);
}
