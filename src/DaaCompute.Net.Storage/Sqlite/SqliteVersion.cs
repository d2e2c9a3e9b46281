namespace DaaCompute.Net.Storage.Sqlite;

/// <summary>Refuses a library that can damage a database.</summary>
internal static class SqliteVersion
{
    /// <summary>3.51.3 mends the reset of a write-ahead log that another connection checkpoints (sqlite.org/wal.html, "WAL-reset bug").</summary>
    private const int Minimum = 3_051_003;

    /// <param name="number">Major · 1,000,000 + minor · 1,000 + patch.</param>
    /// <param name="name">The same for people.</param>
    /// <exception cref="StateStoreException">It is too old.</exception>
    public static void Require(int number, string name)
    {
        if (number < Minimum)
        {
            throw new StateStoreException(
                StateStoreError.Unusable,
                $"SQLite {name} can damage a database in write-ahead mode; 3.51.3 or later is needed. "
                + "Reference SQLitePCLRaw.bundle_e_sqlite3 2.1.13 or later.");
        }
    }
}
