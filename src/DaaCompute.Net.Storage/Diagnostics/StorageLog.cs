using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Storage.Diagnostics;

/// <summary>What the state store logs: event ids 8000 to 8999.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(8000, LogLevel.Information, "The state store {Path} is open: {Entries} entries, commit {Sequence}")]
    public static partial void Opened(ILogger log, string path, long entries, long sequence);

    [LoggerMessage(8001, LogLevel.Warning, "The state store {Path} was not stopped cleanly; all of it is checked")]
    public static partial void UncleanStop(ILogger log, string path);

    [LoggerMessage(8002, LogLevel.Information, "The state store {Path} was brought from schema {Before} to {After}")]
    public static partial void Migrated(ILogger log, string path, long before, long after);

    [LoggerMessage(8003, LogLevel.Error, "A commit failed. {Reason}")]
    public static partial void CommitFailed(ILogger log, string reason);

    [LoggerMessage(8004, LogLevel.Information, "The state store {Path} has room again and takes commits")]
    public static partial void RoomAgain(ILogger log, string path);

    [LoggerMessage(8005, LogLevel.Warning, "The log of the state store {Path} could not be emptied: {Reason}. The next start does it, and checks all")]
    public static partial void CloseIncomplete(ILogger log, string path, string reason);
}
