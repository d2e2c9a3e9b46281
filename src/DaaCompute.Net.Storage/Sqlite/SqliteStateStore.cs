using System.Runtime.CompilerServices;
using DaaCompute.Net.Storage.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Storage.Sqlite;

/// <summary>State in an SQLite file: one writer with group commit, a few readers that never wait for it.</summary>
internal sealed class SqliteStateStore : IStateStore, IAsyncDisposable
{
    private readonly StateBounds _bounds;
    private readonly CommitLoop _commits;
    private readonly ReaderPool _readers;
    private readonly Lock _lock = new();
    private Task? _opened;
    private Task? _closed;

    public SqliteStateStore(
        IOptions<StateStoreOptions> options, TimeProvider time, StorageMetrics metrics, ILogger<SqliteStateStore> log)
        : this(options.Value, StateSchema.Current, time, metrics, log)
    {
    }

    internal SqliteStateStore(
        StateStoreOptions options, StateSchema schema, TimeProvider time, StorageMetrics metrics, ILogger log)
    {
        _bounds = new StateBounds(options);
        _commits = new CommitLoop(options, schema, time, metrics, log);
        _readers = new ReaderPool(Path.GetFullPath(options.Path!), options.Readers);
    }

    /// <summary>Opens the file, and checks it.</summary>
    /// <exception cref="StateStoreException">It is damaged, in use, or cannot be used; the message says what to do.</exception>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        Task opened;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed is not null, this);
            opened = _opened ??= _commits.StartAsync(cancellationToken);
        }

        await opened.ConfigureAwait(false);
    }

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(
        string collection, ReadOnlyMemory<byte> key, CancellationToken cancellationToken)
    {
        StateBounds.CheckCollection(collection);
        ThrowIfNotOpen();
        return _readers.ReadAsync(
            (collection, key),
            static (reader, query) => reader.Get(query.collection, query.key.Span) is byte[] value
                ? new ReadOnlyMemory<byte>(value)
                : default(ReadOnlyMemory<byte>?),
            cancellationToken);
    }

    public async IAsyncEnumerable<StateEntry> ScanAsync(
        string collection,
        ReadOnlyMemory<byte> prefix,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StateBounds.CheckCollection(collection);
        ThrowIfNotOpen();
        List<StateEntry> page = [];
        ReadOnlyMemory<byte> from = prefix;
        bool isMore = true;
        while (isMore)
        {
            page.Clear();
            isMore = await _readers.ReadAsync(
                (collection, from, prefix, page),
                static (reader, query) =>
                    reader.Scan(query.collection, query.from.Span, query.prefix.Span, query.page),
                cancellationToken).ConfigureAwait(false);
            foreach (StateEntry entry in page)
            {
                yield return entry;
            }

            // No key lies between a key and the same with a zero at its end.
            from = isMore ? (byte[])[.. page[^1].Key.Span, 0] : from;
        }
    }

    public ValueTask CommitAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken)
    {
        long bytes = _bounds.Check(changes);
        ThrowIfNotOpen();
        return changes.Count == 0
            ? ValueTask.CompletedTask
            : _commits.CommitAsync(changes, bytes, cancellationToken);
    }

    /// <summary>Commits what waits, and closes the file cleanly.</summary>
    public async ValueTask DisposeAsync()
    {
        Task closed;
        lock (_lock)
        {
            closed = _closed ??= CloseAsync();
        }

        await closed.ConfigureAwait(false);
    }

    private async Task CloseAsync()
    {
        // The readers go first: the last connection to close empties the log, and that must be the writer.
        await _readers.DisposeAsync().ConfigureAwait(false);
        await _commits.DisposeAsync().ConfigureAwait(false);
    }

    private void ThrowIfNotOpen()
    {
        ObjectDisposedException.ThrowIf(_closed is not null, this);
        if (_opened is not { IsCompletedSuccessfully: true })
        {
            throw new InvalidOperationException("The state store is opened when the node starts; it is not yet open.");
        }
    }
}
