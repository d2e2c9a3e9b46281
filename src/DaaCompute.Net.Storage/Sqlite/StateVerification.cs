namespace DaaCompute.Net.Storage.Sqlite;

/// <summary>Reads the whole store and throws when anything is not as it was committed.</summary>
internal static class StateVerification
{
    /// <summary>How many rows are read between two looks at the token.</summary>
    private const int RowsPerLook = 1024;

    public static void Run(SqliteConnection connection, StateTotals expected, CancellationToken cancellationToken)
    {
        if (connection.QueryText("PRAGMA integrity_check(1)") is var problem && problem != "ok")
        {
            throw Damaged(connection, problem ?? "the check of its structure says nothing");
        }

        cancellationToken.ThrowIfCancellationRequested();
        StateTotals found = new(expected.Sequence, 0, 0);
        using RowDigest digest = new();
        using SqliteStatement rows = connection.Prepare("SELECT collection, key, value, digest FROM state ORDER BY collection, key");
        string lastCollection = string.Empty;
        byte[] lastKey = [];
        while (rows.Step())
        {
            string collection = rows.Text(0);
            ReadOnlySpan<byte> key = rows.Blob(1);
            int order = string.CompareOrdinal(lastCollection, collection);
            if (order > 0 || (order == 0 && lastKey.AsSpan().SequenceCompareTo(key) >= 0))
            {
                throw Damaged(connection, $"its rows are out of order in '{collection}'");
            }

            found = found.Add(StateReader.VerifiedDigest(connection, digest, collection, key, rows.Blob(2), rows.Blob(3)));
            lastCollection = collection;
            lastKey = key.ToArray();
            if (found.Count % RowsPerLook == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        if (found != expected)
        {
            throw Damaged(connection, $"it holds {found.Count} rows that do not add up to the {expected.Count} committed");
        }
    }

    public static StateStoreException Damaged(SqliteConnection connection, string detail) => new(
        StateStoreError.Damaged,
        $"The state store '{connection.Path}' is damaged: {detail}. "
        + "Restore it from a backup, or remove it with what lies beside it to start anew.");
}
