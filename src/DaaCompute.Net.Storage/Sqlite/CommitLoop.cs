using DaaCompute.Net.Storage.Diagnostics;
using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Storage.Sqlite;

/// <summary>
/// The writer's thread. SQLite's calls wait for the disk, so they get a thread that is not the pool's, for as long as the
/// store is open; batches that gather while one sync runs are committed by the next one together.
/// </summary>
internal sealed class CommitLoop(
    StateStoreOptions options, StateSchema schema, TimeProvider time, StorageMetrics metrics, ILogger log) : IAsyncDisposable
{
    private readonly CommitQueue _queue = new(options.QueueCapacity);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<CommitRequest> _group = [];
    private StateStoreException? _failure;
    private bool _isFull;
    private Task _completion = Task.CompletedTask;

    /// <summary>Opens the store.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _completion = Task.Factory.StartNew(
            () => Run(cancellationToken),
            CancellationToken.None,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default);
        return _opened.Task;
    }

    public async ValueTask CommitAsync(IReadOnlyList<StateChange> changes, long bytes, CancellationToken cancellationToken)
    {
        CommitRequest request = new(changes, bytes);
        await _queue.AddAsync(request, cancellationToken).ConfigureAwait(false);
        using CancellationTokenRegistration withdrawal =
            cancellationToken.UnsafeRegister(static (state, token) => ((CommitRequest)state!).Withdraw(token), request);
        await request.Done.ConfigureAwait(false);
    }

    /// <summary>Commits what waits, then closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync().ConfigureAwait(false);
        await _completion.ConfigureAwait(false);
    }

    private void Run(CancellationToken opening)
    {
        using OpenedStore? store = Open(opening);
        if (store is null)
        {
            return;
        }

        _opened.SetResult();
        while (_queue.TakeGroup(_group))
        {
            Commit(store);
        }

        if (_failure is null)
        {
            store.CloseCleanly();
        }
    }

    /// <summary>Opens the store, or says why not to whoever waits for it.</summary>
    private OpenedStore? Open(CancellationToken opening)
    {
        try
        {
            return OpenedStore.Open(options, schema, time, log, opening);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _opened.SetException(new StateStoreException(
                StateStoreError.Unusable,
                $"The state store '{options.Path}' cannot be opened or made: {exception.Message} Let the node's user own the "
                + $"file and its folder, or set {StateStoreOptions.PathSetting} to another place.",
                exception));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _opened.SetException(exception);
        }

        return null;
    }

    private void Commit(OpenedStore store)
    {
        long start = time.GetTimestamp();
        try
        {
            if (_failure is not null)
            {
                throw _failure;
            }

            store.Commit(_group);
        }
        catch (StateStoreException exception)
        {
            Fail(exception);
            return;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Fail(new StateStoreException($"The state store '{options.Path}' failed: {exception.Message}", exception));
            return;
        }

        metrics.Committed(_group.Count, time.GetElapsedTime(start));
        if (_isFull)
        {
            _isFull = false;
            StorageLog.RoomAgain(log, options.Path!);
        }

        foreach (CommitRequest request in _group)
        {
            request.Succeed();
        }
    }

    /// <summary>
    /// After anything but a full disk, nobody knows what the disk holds (a failed sync may have dropped what it was to
    /// write): no more is written until the store is opened anew.
    /// </summary>
    private void Fail(StateStoreException exception)
    {
        metrics.Failed(exception.Error);
        bool isFull = exception.Error == StateStoreError.Full;
        if (isFull ? !_isFull : _failure is null)
        {
            StorageLog.CommitFailed(log, exception.Message);
        }

        _isFull |= isFull;
        _failure ??= isFull ? null : exception;
        foreach (CommitRequest request in _group)
        {
            request.Fail(exception);
        }
    }
}
