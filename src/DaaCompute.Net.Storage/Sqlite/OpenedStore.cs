using DaaCompute.Net.Storage.Diagnostics;
using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Storage.Sqlite;

/// <summary>A store that this process has: lock, marker and writer. Opened, used and closed on the writer's thread.</summary>
internal sealed class OpenedStore : IDisposable
{
    private readonly StoreFiles _files;
    private readonly StoreLock _lock;
    private readonly ILogger _log;
    private OpenMarker? _marker;
    private StateWriter? _writer;

    private OpenedStore(StoreFiles files, StoreLock storeLock, ILogger log)
    {
        _files = files;
        _lock = storeLock;
        _log = log;
    }

    /// <summary>Opens it: nobody else has it, its schema is current, and its contents are what was acknowledged.</summary>
    /// <exception cref="StateStoreException">One of these is not so.</exception>
    public static OpenedStore Open(
        StateStoreOptions options, StateSchema schema, TimeProvider time, ILogger log, CancellationToken cancellationToken)
    {
        StoreFiles files = new(options.Path!);
        files.PrepareFolder();
        OpenedStore store = new(files, StoreLock.Acquire(files), log);
        try
        {
            store.Open(options, schema, time, cancellationToken);
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Commits a group; then its number is noted in the marker.</summary>
    public void Commit(IReadOnlyList<CommitRequest> group)
    {
        _writer!.Commit(group);
        _marker!.Acknowledge(_writer.Totals.Sequence);
    }

    /// <summary>Closes it so that the next start knows there is nothing to mend; if that fails, the next start mends.</summary>
    public void CloseCleanly()
    {
        try
        {
            bool isEmptied = _writer!.Checkpoint();
            _writer.Dispose();
            _writer = null;
            if (isEmptied)
            {
                _marker!.Dispose();
                File.Delete(_files.Marker);
                return;
            }

            StorageLog.CloseIncomplete(_log, _files.Database, "a reader holds it");
        }
        catch (Exception exception) when (exception is StateStoreException or IOException or UnauthorizedAccessException)
        {
            StorageLog.CloseIncomplete(_log, _files.Database, exception.Message);
        }
    }

    public void Dispose()
    {
        _writer?.Dispose();
        _marker?.Dispose();
        _lock.Dispose();
    }

    private void Open(StateStoreOptions options, StateSchema schema, TimeProvider time, CancellationToken cancellationToken)
    {
        long? acknowledged = OpenMarker.ReadAcknowledged(_files.Marker);
        CheckFileIsThere(acknowledged);
        if (acknowledged is not null)
        {
            StorageLog.UncleanStop(_log, _files.Database);
        }

        // Before the database is touched: from here on, a crash leaves the marker.
        _marker = OpenMarker.Create(_files.Marker, acknowledged ?? 0, time.GetUtcNow());
        StoreFiles.OpenPrivate(_files.Database, FileShare.ReadWrite).Dispose();
        SqliteConnection connection =
            StateDatabase.Open(_files.Database, StateDatabase.WriterSettings(options.MaxBytes));
        try
        {
            (long before, long after) = schema.Migrate(connection);
            if (before != after)
            {
                StorageLog.Migrated(_log, _files.Database, before, after);
            }

            _writer = new StateWriter(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        if (_writer.Totals.Sequence < acknowledged)
        {
            throw new StateStoreException(
                StateStoreError.Damaged,
                $"The state store '{_files.Database}' is damaged: commit {acknowledged} was acknowledged, and what is left "
                + $"ends at {_writer.Totals.Sequence}. Restore it from a backup, or remove it with what lies beside it to start anew.");
        }

        if (options.VerifyAtStart || acknowledged is not null)
        {
            _writer.Verify(cancellationToken);
        }

        _marker.Acknowledge(_writer.Totals.Sequence);
        StorageLog.Opened(_log, _files.Database, _writer.Totals.Count, _writer.Totals.Sequence);
    }

    /// <summary>An empty file is a new database to SQLite; here it is one only if none was ever made.</summary>
    private void CheckFileIsThere(long? acknowledged)
    {
        FileInfo file = new(_files.Database);
        bool isLost = file.Exists ? file.Length == 0 && acknowledged is not 0 : acknowledged > 0;
        if (isLost)
        {
            throw new StateStoreException(
                StateStoreError.Damaged,
                $"The state store '{_files.Database}' is {(file.Exists ? "empty" : "gone")}, and was not. "
                + $"Restore it from a backup, or remove what is left of it ({_files.Database}*) to start anew.");
        }
    }
}
