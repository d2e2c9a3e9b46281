using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Training.Diagnostics;

/// <summary>Everything this package logs; event ids 8000 to 8999.</summary>
internal static partial class TrainingLog
{
    [LoggerMessage(
        8000,
        LogLevel.Information,
        "Group {Group}: view {Epoch} with {Members} members holds; this node has rank {Rank}.")]
    public static partial void ViewAdopted(ILogger logger, GroupId group, ulong epoch, int members, int rank);

    [LoggerMessage(8001, LogLevel.Warning, "Group {Group}: {Peer} was dropped: {Reason}.")]
    public static partial void MemberDropped(ILogger logger, GroupId group, PeerId peer, AllReduceFailureReason reason);

    [LoggerMessage(8002, LogLevel.Warning, "Group {Group}: this node is out: {Reason}. {Detail}")]
    public static partial void GroupFailed(ILogger logger, GroupId group, AllReduceFailureReason reason, string detail);

    [LoggerMessage(
        8003, LogLevel.Information, "Group {Group}: operation {Sequence} begins again with {Members} members.")]
    public static partial void OperationRestarted(ILogger logger, GroupId group, long sequence, int members);

    [LoggerMessage(8004, LogLevel.Debug, "Group {Group}: operation {Sequence} is committed.")]
    public static partial void OperationCommitted(ILogger logger, GroupId group, long sequence);

    [LoggerMessage(8005, LogLevel.Warning, "{Peer} broke the group protocol: {Detail}")]
    public static partial void ProtocolViolated(ILogger logger, PeerId peer, string detail);

    [LoggerMessage(8006, LogLevel.Debug, "The control link to {Peer} is up.")]
    public static partial void LinkUp(ILogger logger, PeerId peer);

    [LoggerMessage(8007, LogLevel.Debug, "The control link to {Peer} is gone: {Detail}")]
    public static partial void LinkDown(ILogger logger, PeerId peer, string detail);

    [LoggerMessage(8008, LogLevel.Debug, "{Peer} of group {Group} cannot be reached: {Detail}")]
    public static partial void MemberUnreachable(ILogger logger, PeerId peer, GroupId group, string detail);

    [LoggerMessage(8009, LogLevel.Debug, "Group {Group}: the ring stream to {Peer} failed: {Detail}")]
    public static partial void RingStreamFailed(ILogger logger, GroupId group, PeerId peer, string detail);

    [LoggerMessage(8010, LogLevel.Error, "Group {Group} stopped on an unexpected error.")]
    public static partial void GroupCrashed(ILogger logger, Exception exception, GroupId group);

    [LoggerMessage(8011, LogLevel.Debug, "Group {Group}: a search for members failed: {Detail}")]
    public static partial void SearchFailed(ILogger logger, GroupId group, string detail);
}
