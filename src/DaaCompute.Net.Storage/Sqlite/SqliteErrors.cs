using SQLitePCL;

namespace DaaCompute.Net.Storage.Sqlite;

/// <summary>Says what a result code of SQLite means for a state store.</summary>
internal static class SqliteErrors
{
    /// <summary>Extended codes keep the primary code in their low byte.</summary>
    private const int PrimaryMask = 0xff;

    // What the file system's checksums or SQLite's own found wrong (sqlite3.h).
    private const int DataError = raw.SQLITE_IOERR | (32 << 8);
    private const int CorruptFileSystem = raw.SQLITE_IOERR | (33 << 8);

    public static StateStoreException Create(string path, int code, string detail)
    {
        StateStoreError error = Classify(code);
        string advice = error switch
        {
            StateStoreError.Full => "Make room; nothing was applied, and commits are taken again once there is room.",
            StateStoreError.Damaged => "Restore it from a backup, or remove it with what lies beside it to start anew.",
            StateStoreError.InUse => $"Stop the other program, or set {StateStoreOptions.PathSetting} to another file.",
            _ => $"Look at the disk; a node takes no more commits until it is started anew.",
        };
        return new StateStoreException(error, $"The state store '{path}': {detail} (SQLite {code}). {advice}");
    }

    private static StateStoreError Classify(int code) => code switch
    {
        DataError or CorruptFileSystem => StateStoreError.Damaged,
        _ => (code & PrimaryMask) switch
        {
            raw.SQLITE_FULL => StateStoreError.Full,
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => StateStoreError.Damaged,
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => StateStoreError.InUse,
            _ => StateStoreError.Failed,
        },
    };
}
