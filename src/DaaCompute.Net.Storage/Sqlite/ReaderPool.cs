using System.Collections.Concurrent;

namespace DaaCompute.Net.Storage.Sqlite;

/// <summary>A few readers, taken in turn. A read runs on a thread of the pool, as .NET's own file reads do, never on its caller's.</summary>
internal sealed class ReaderPool : IAsyncDisposable
{
    private readonly string _path;
    private readonly int _count;
    private readonly SemaphoreSlim _free;
    private readonly ConcurrentBag<StateReader> _readers = [];
    private int _closed;

    public ReaderPool(string path, int count)
    {
        _path = path;
        _count = count;
        _free = new SemaphoreSlim(count, count);
    }

    /// <summary>Runs a read.</summary>
    /// <param name="state">What it needs, so that it need not capture it.</param>
    /// <param name="read">The read.</param>
    /// <param name="cancellationToken">Ends the wait for a reader.</param>
    public async ValueTask<TResult> ReadAsync<TState, TResult>(
        TState state, Func<StateReader, TState, TResult> read, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _closed) != 0, typeof(SqliteStateStore));
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            if (!_readers.TryTake(out StateReader? reader))
            {
                reader = new StateReader(_path);
            }

            try
            {
                return read(reader, state);
            }
            finally
            {
                _readers.Add(reader);
            }
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Waits for reads under way, and closes the readers.</summary>
    public async ValueTask DisposeAsync()
    {
        Volatile.Write(ref _closed, 1);
        for (int reader = 0; reader < _count; reader++)
        {
            await _free.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        while (_readers.TryTake(out StateReader? reader))
        {
            reader.Dispose();
        }

        // Whoever comes late finds it closed.
        _free.Release(_count);
    }
}
