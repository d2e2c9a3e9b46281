using System.Buffers;
using System.IO.Pipelines;
using DaaCompute.Net.Consensus.Diagnostics;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Consensus.Runtime;

/// <summary>What waits to be sent to one peer, bounded by bytes. Idle, it holds neither task nor timer.</summary>
internal sealed class PeerOutbox(
    IPeerStream stream, int capacity, TimeProvider time, ConsensusMetrics metrics, Action<string> failed)
{
    private const int BatchBytes = 60 * 1024;

    // A peer that takes nothing for so long is given up; its queue could not hold more anyway.
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Queue<ReadOnlyMemory<byte>> _frames = new();
    private long _bytes;
    private bool _isRunning;
    private bool _isClosed;

    /// <summary>Queues a frame; false when it was dropped because too much is waiting.</summary>
    public bool TryEnqueue(ReadOnlyMemory<byte> frame)
    {
        lock (_lock)
        {
            if (_isClosed || (_frames.Count > 0 && _bytes + frame.Length > capacity))
            {
                metrics.Dropped();
                return false;
            }

            _frames.Enqueue(frame);
            _bytes += frame.Length;
            if (!_isRunning)
            {
                _isRunning = true;
                _ = Task.Run(DrainAsync);
            }

            return true;
        }
    }

    public void Abort(string reason)
    {
        lock (_lock)
        {
            _isClosed = true;
            _frames.Clear();
        }

        stream.Abort(new ConnectionClosedException($"The consensus stream was given up: {reason}"));
    }

    private bool TryTake(out ReadOnlyMemory<byte> frame, bool endsRun)
    {
        lock (_lock)
        {
            bool taken = _frames.TryDequeue(out frame);
            _bytes -= frame.Length;
            _isRunning &= taken || !endsRun;
            return taken;
        }
    }

    private async Task DrainAsync()
    {
        try
        {
            while (TryTake(out ReadOnlyMemory<byte> frame, endsRun: true))
            {
                int unflushed = 0;
                do
                {
                    stream.Output.Write(frame.Span);
                    unflushed += frame.Length;
                }
                while (unflushed < BatchBytes && TryTake(out frame, endsRun: false));

                using CancellationTokenSource timeout = new(WriteTimeout, time);
                FlushResult result = await stream.Output.FlushAsync(timeout.Token).ConfigureAwait(false);
                metrics.Sent(unflushed);
                if (result.IsCompleted)
                {
                    throw new ConnectionClosedException("The peer takes no more.");
                }
            }
        }
        catch (Exception exception) when (exception is DaaComputeException or InvalidOperationException or OperationCanceledException)
        {
            Abort(exception.Message);
            failed(exception.Message);
        }
    }
}
