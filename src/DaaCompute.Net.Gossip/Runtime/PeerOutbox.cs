using System.Buffers;
using System.IO.Pipelines;
using DaaCompute.Net.Gossip.Diagnostics;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Gossip.Runtime;

/// <summary>
/// What waits to be sent to one peer: two bounded queues, control messages and own messages before those of others. Idle,
/// it holds neither task nor timer nor buffer.
/// </summary>
internal sealed class PeerOutbox(
    IPeerStream stream, GossipOptions options, TimeProvider time, GossipMetrics metrics, Action<string> failed)
{
    // As much as is gathered into one flush; about one record of the secure channel.
    private const int BatchBytes = 60 * 1024;

    private readonly Lock _lock = new();
    private Queue<ReadOnlyMemory<byte>>? _urgent;
    private Queue<ReadOnlyMemory<byte>>? _forwarded;
    private TaskCompletionSource? _relaxed;
    private Task _draining = Task.CompletedTask;
    private long _bytes;
    private bool _isRunning;
    private bool _isClosed;

    public IPeerStream Stream => stream;

    /// <summary>Done when the queue is less than half full, or the peer is gone.</summary>
    public Task WhenRelaxed
    {
        get
        {
            lock (_lock)
            {
                if (_isClosed || !IsTense)
                {
                    return Task.CompletedTask;
                }

                _relaxed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return _relaxed.Task;
            }
        }
    }

    private int Count => (_urgent?.Count ?? 0) + (_forwarded?.Count ?? 0);

    private bool IsTense => Count > options.PeerQueueLength / 2 || _bytes > options.PeerQueueBytes / 2;

    /// <summary>Queues a frame; false when it was dropped because too much is waiting.</summary>
    public bool TryEnqueue(ReadOnlyMemory<byte> frame, FrameKind kind)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return false;
            }

            if (!HasRoom(frame.Length, kind))
            {
                metrics.Dropped(kind.ToString());
                return false;
            }

            Queue<ReadOnlyMemory<byte>> queue = kind == FrameKind.Forwarded ? _forwarded ??= new() : _urgent ??= new();
            queue.Enqueue(frame);
            _bytes += frame.Length;
            if (!_isRunning)
            {
                _isRunning = true;
                _draining = Task.Run(DrainAsync);
            }

            return true;
        }
    }

    /// <summary>Waits until everything is written; when the token fires, not even that.</summary>
    public async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        Task draining;
        lock (_lock)
        {
            draining = _draining;
        }

        try
        {
            await draining.WaitAsync(cancellationToken).ConfigureAwait(false);
            Close();
            await stream.DisposeAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Abort("the node stops");
        }
    }

    public void Abort(string reason)
    {
        Close();
        stream.Abort(new ConnectionClosedException($"The gossip stream was given up: {reason}"));
    }

    private bool HasRoom(int length, FrameKind kind)
    {
        // A frame that is alone may be as long as it likes; what is urgent may use a second allowance.
        int share = kind == FrameKind.Forwarded ? 1 : 2;
        return Count == 0
            || (Count < share * options.PeerQueueLength && _bytes + length <= share * options.PeerQueueBytes);
    }

    private void Close()
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            _urgent = null;
            _forwarded = null;
            _bytes = 0;
            _relaxed?.TrySetResult();
        }
    }

    private bool TryTake(out ReadOnlyMemory<byte> frame)
    {
        lock (_lock)
        {
            frame = default;
            bool taken = !_isClosed
                && ((_urgent?.TryDequeue(out frame) ?? false) || (_forwarded?.TryDequeue(out frame) ?? false));
            if (!taken)
            {
                // Let go of the queues' arrays: most of the time nothing waits.
                _urgent = null;
                _forwarded = null;
                _isRunning = false;
            }

            _bytes -= frame.Length;
            if (_relaxed is not null && !IsTense)
            {
                _relaxed.TrySetResult();
                _relaxed = null;
            }

            return taken;
        }
    }

    private async Task DrainAsync()
    {
        try
        {
            while (TryTake(out ReadOnlyMemory<byte> frame))
            {
                int unflushed = 0;
                do
                {
                    stream.Output.Write(frame.Span);
                    unflushed += frame.Length;
                }
                while (unflushed < BatchBytes && TryTakeMore(out frame));

                await FlushAsync().ConfigureAwait(false);
                metrics.Sent(unflushed);
            }
        }
        catch (Exception exception) when (exception is DaaComputeException or InvalidOperationException)
        {
            // InvalidOperationException: the stream was disposed while this was about to write.
            Fail(exception.Message);
        }
    }

    private bool TryTakeMore(out ReadOnlyMemory<byte> frame)
    {
        lock (_lock)
        {
            frame = default;
            return Count > 0 && !_isClosed && TryTake(out frame);
        }
    }

    private async ValueTask FlushAsync()
    {
        ValueTask<FlushResult> flush = stream.Output.FlushAsync(CancellationToken.None);
        FlushResult result = flush.IsCompletedSuccessfully
            ? flush.Result
            : await InTimeAsync(flush.AsTask()).ConfigureAwait(false);
        if (result.IsCompleted)
        {
            throw new ConnectionClosedException("The peer takes no more gossip.");
        }
    }

    /// <summary>Waits for a flush until the deadline, when it ends the stream.</summary>
    private async Task<FlushResult> InTimeAsync(Task<FlushResult> flush)
    {
        try
        {
            return await flush.WaitAsync(options.WriteTimeout, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            ConnectionClosedException reason = new($"The peer took nothing for {options.WriteTimeout.TotalSeconds} s.");
            stream.Abort(reason);

            // The flush ends with its stream; left behind, its failure would be nobody's.
            await ((Task)flush).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw reason;
        }
    }

    private void Fail(string reason)
    {
        Abort(reason);
        failed(reason);
    }
}
