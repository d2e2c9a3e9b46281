using System.Globalization;

namespace DaaCompute.Net.Storage.Sqlite;

/// <summary>Opens connections to the database with what they must have in common, and what they must not.</summary>
internal static class StateDatabase
{
    /// <summary>SQLite's default, which every tool expects.</summary>
    private const long PageSize = 4096;

    /// <summary>Settings of every connection: no memory maps, whose faults kill a process, and early looks at each page.</summary>
    private static readonly string[] CommonSettings =
        ["mmap_size = 0", "cell_size_check = ON", "trusted_schema = OFF"];

    /// <summary>A reader never writes, and leaves checkpoints to the writer.</summary>
    public static string[] ReaderSettings { get; } =
        [.. CommonSettings, "query_only = ON", "wal_autocheckpoint = 0", "cache_size = -2048"];

    /// <summary>The writer syncs the log at each commit; on macOS that takes a call of its own.</summary>
    public static string[] WriterSettings(long maxBytes) =>
    [
        .. CommonSettings,
        "journal_mode = WAL",
        "synchronous = FULL",
        "fullfsync = ON",
        "checkpoint_fullfsync = ON",
        "wal_autocheckpoint = 1000",
        "journal_size_limit = 67108864",
        "cache_size = -8192",
        string.Create(CultureInfo.InvariantCulture, $"max_page_count = {maxBytes / PageSize}"),
    ];

    public static SqliteConnection Open(string path, IEnumerable<string> settings)
    {
        SqliteConnection connection = SqliteConnection.Open(path);
        try
        {
            foreach (string setting in settings)
            {
                connection.Execute("PRAGMA " + setting);
            }

            return connection.QueryText("PRAGMA journal_mode") is "wal"
                ? connection
                : throw new StateStoreException(
                    StateStoreError.Unusable,
                    $"The file system of '{path}' does not let SQLite keep a write-ahead log; "
                    + $"set {StateStoreOptions.PathSetting} to a file on a local disk.");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
