namespace DaaCompute.Net.Storage.Sqlite;

/// <summary>The one connection that writes. A group of batches is one transaction, and one sync of the disk.</summary>
internal sealed class StateWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly RowDigest _digest = new();
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _find;
    private readonly SqliteStatement _put;
    private readonly SqliteStatement _delete;
    private readonly SqliteStatement _total;
    private readonly SqliteStatement _commit;

    /// <param name="connection">Disposed with this.</param>
    public StateWriter(SqliteConnection connection)
    {
        _connection = connection;
        _begin = connection.Prepare("BEGIN IMMEDIATE");
        _find = connection.Prepare("SELECT digest FROM state WHERE collection = ?1 AND key = ?2");
        _put = connection.Prepare(
            "INSERT INTO state (collection, key, value, digest) VALUES (?1, ?2, ?3, ?4) "
            + "ON CONFLICT (collection, key) DO UPDATE SET value = excluded.value, digest = excluded.digest");
        _delete = connection.Prepare("DELETE FROM state WHERE collection = ?1 AND key = ?2");
        _total = connection.Prepare("UPDATE totals SET value = ?1 WHERE id = 0");
        _commit = connection.Prepare("COMMIT");
        Totals = ReadTotals();
    }

    /// <summary>What the committed rows add up to.</summary>
    public StateTotals Totals { get; private set; }

    /// <summary>Commits a group, whole or not at all.</summary>
    /// <exception cref="StateStoreException">It is not committed.</exception>
    public void Commit(IReadOnlyList<CommitRequest> group)
    {
        _begin.Run();
        try
        {
            StateTotals totals = Totals with { Sequence = Totals.Sequence + 1 };
            foreach (CommitRequest request in group)
            {
                foreach (StateChange change in request.Changes)
                {
                    totals = Apply(change, totals);
                }
            }

            Span<byte> encoded = stackalloc byte[StateTotals.Size];
            totals.Encode(encoded);
            _total.Bind(1, encoded);
            _total.Run();
            _commit.Run();
            Totals = totals;
        }
        catch
        {
            if (_connection.IsInTransaction)
            {
                _connection.Execute("ROLLBACK");
            }

            throw;
        }
    }

    /// <summary>Moves the log into the database and empties it.</summary>
    /// <returns>False when something stood in the way; the log is then read at the next start.</returns>
    public bool Checkpoint()
    {
        using SqliteStatement checkpoint = _connection.Prepare("PRAGMA wal_checkpoint(TRUNCATE)");
        return checkpoint.Step() && checkpoint.Int64(0) == 0;
    }

    public void Verify(CancellationToken cancellationToken) => StateVerification.Run(_connection, Totals, cancellationToken);

    public void Dispose()
    {
        foreach (SqliteStatement statement in (SqliteStatement[])[_begin, _find, _put, _delete, _total, _commit])
        {
            statement.Dispose();
        }

        _connection.Dispose();
        _digest.Dispose();
    }

    private StateTotals Apply(StateChange change, StateTotals totals)
    {
        if (Find(change) is UInt128 old)
        {
            totals = totals.Remove(old);
        }
        else if (change.Value is null)
        {
            return totals;
        }

        if (change.Value is not ReadOnlyMemory<byte> value)
        {
            _delete.BindCollection(1, change.Collection);
            _delete.Bind(2, change.Key.Span);
            _delete.Run();
            return totals;
        }

        UInt128 digest = _digest.Compute(change.Collection, change.Key.Span, value.Span);
        Span<byte> encoded = stackalloc byte[RowDigest.Size];
        RowDigest.Encode(digest, encoded);
        _put.BindCollection(1, change.Collection);
        _put.Bind(2, change.Key.Span);
        _put.Bind(3, value.Span);
        _put.Bind(4, encoded);
        _put.Run();
        return totals.Add(digest);
    }

    private UInt128? Find(StateChange change)
    {
        try
        {
            _find.BindCollection(1, change.Collection);
            _find.Bind(2, change.Key.Span);
            return _find.Step() ? DigestOf(_find.Blob(0)) : null;
        }
        finally
        {
            _find.Reset();
        }
    }

    private UInt128 DigestOf(ReadOnlySpan<byte> stored) => stored.Length == RowDigest.Size
        ? RowDigest.Decode(stored)
        : throw StateVerification.Damaged(_connection, "a row has no digest");

    private StateTotals ReadTotals()
    {
        using SqliteStatement statement = _connection.Prepare("SELECT value FROM totals WHERE id = 0");
        return statement.Step() && statement.Blob(0) is { Length: StateTotals.Size } encoded
            ? StateTotals.Decode(encoded)
            : throw StateVerification.Damaged(_connection, "what its rows add up to is gone");
    }
}
