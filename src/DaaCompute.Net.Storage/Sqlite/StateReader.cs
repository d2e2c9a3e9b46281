namespace DaaCompute.Net.Storage.Sqlite;

/// <summary>A connection that only reads; each read is a short transaction of its own and never waits for the writer.</summary>
internal sealed class StateReader : IDisposable
{
    /// <summary>How many pairs one step of a scan reads at most; it ends early at <see cref="PageBytes"/>.</summary>
    private const int PageRows = 256;

    private const int PageBytes = 1 << 20;

    private readonly SqliteConnection _connection;
    private readonly RowDigest _digest = new();
    private readonly SqliteStatement _get;
    private readonly SqliteStatement _scan;

    public StateReader(string path)
    {
        _connection = StateDatabase.Open(path, StateDatabase.ReaderSettings);
        _get = _connection.Prepare("SELECT value, digest FROM state WHERE collection = ?1 AND key = ?2");
        _scan = _connection.Prepare(
            "SELECT key, value, digest FROM state WHERE collection = ?1 AND key >= ?2 ORDER BY key LIMIT ?3");
    }

    public byte[]? Get(string collection, ReadOnlySpan<byte> key)
    {
        try
        {
            _get.BindCollection(1, collection);
            _get.Bind(2, key);
            if (!_get.Step())
            {
                return null;
            }

            byte[] value = _get.Blob(0).ToArray();
            VerifiedDigest(_connection, _digest, collection, key, value, _get.Blob(1));
            return value;
        }
        finally
        {
            _get.Reset();
        }
    }

    /// <summary>Reads the next pairs of a scan.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="from">The least key.</param>
    /// <param name="prefix">What every key begins with.</param>
    /// <param name="page">Takes the pairs.</param>
    /// <returns>Whether there may be more.</returns>
    public bool Scan(string collection, ReadOnlySpan<byte> from, ReadOnlySpan<byte> prefix, List<StateEntry> page)
    {
        try
        {
            _scan.BindCollection(1, collection);
            _scan.Bind(2, from);
            _scan.Bind(3, PageRows);
            int bytes = 0;
            while (_scan.Step())
            {
                ReadOnlySpan<byte> key = _scan.Blob(0);
                if (!key.StartsWith(prefix))
                {
                    return false;
                }

                ReadOnlySpan<byte> value = _scan.Blob(1);
                VerifiedDigest(_connection, _digest, collection, key, value, _scan.Blob(2));
                page.Add(new StateEntry(key.ToArray(), value.ToArray()));
                bytes += key.Length + value.Length;
                if (bytes >= PageBytes)
                {
                    return true;
                }
            }

            return page.Count == PageRows;
        }
        finally
        {
            _scan.Reset();
        }
    }

    public void Dispose()
    {
        _get.Dispose();
        _scan.Dispose();
        _connection.Dispose();
        _digest.Dispose();
    }

    /// <summary>The digest of a row.</summary>
    /// <exception cref="StateStoreException">It is not the one that was stored with the row.</exception>
    public static UInt128 VerifiedDigest(
        SqliteConnection connection,
        RowDigest digest,
        string collection,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> value,
        ReadOnlySpan<byte> stored)
    {
        bool isPlausible = collection.Length <= StateBounds.MaxCollectionLength && stored.Length == RowDigest.Size;
        UInt128 computed = isPlausible ? digest.Compute(collection, key, value) : default;
        return isPlausible && computed == RowDigest.Decode(stored)
            ? computed
            : throw StateVerification.Damaged(connection, $"a row of '{collection}' is not as it was committed");
    }
}
