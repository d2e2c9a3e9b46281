using System.Buffers;
using System.IO.Pipelines;
using DaaCompute.Net.Training.Protocol;
using DaaCompute.Net.Training.Wire;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Training.Runtime;

/// <summary>Moves the bytes of one operation in one view: one task sends, one receives.</summary>
internal sealed class RingRun : IAsyncDisposable
{
    private readonly RingStreams _streams;
    private readonly RingAllReduce<float> _ring;
    private readonly ReduceRequest _request;
    private readonly PieceSignal _signal = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly long _total;
    private Task _tasks = Task.CompletedTask;
    private long _bytesSent;
    private long _bytesReceived;

    public RingRun(RingStreams streams, RingAllReduce<float> ring, ReduceRequest request, long sequence)
    {
        _streams = streams;
        _ring = ring;
        _request = request;
        _total = ring.Plan.TotalSent();
        Sequence = sequence;
    }

    public long Sequence { get; }

    public GroupView View => _streams.View;

    public long Sent => _ring.Sent;

    public long Received => _ring.Received;

    public long BytesSent => Volatile.Read(ref _bytesSent);

    public long BytesReceived => Volatile.Read(ref _bytesReceived);

    /// <summary>Starts both tasks; each result or fault is posted once.</summary>
    /// <param name="post">Takes what came of it.</param>
    public void Start(Func<GroupEvent, CancellationToken, ValueTask> post) =>
        _tasks = Task.WhenAll(SendAsync(post), ReceiveAsync(post));

    /// <summary>Stops both tasks; when this returns, nothing of the vector or the scratch is in use.</summary>
    public async ValueTask StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _signal.Set();
        await _tasks.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _ring.Dispose();
        _stop.Dispose();
    }

    private async Task SendAsync(Func<GroupEvent, CancellationToken, ValueTask> post)
    {
        try
        {
            if (_ring.IsSendingDone)
            {
                return;
            }

            IPeerStream stream = await _streams.Outbound.WaitAsync(_stop.Token).ConfigureAwait(false);
            while (!_ring.IsSendingDone)
            {
                while (WritePiece(stream.Output))
                {
                    FlushResult flushed = await stream.Output.FlushAsync(_stop.Token).ConfigureAwait(false);
                    if (flushed.IsCompleted)
                    {
                        throw new ConnectionClosedException("The successor takes no more.");
                    }
                }

                if (!_ring.IsSendingDone)
                {
                    await _signal.WaitAsync().ConfigureAwait(false);
                    _stop.Token.ThrowIfCancellationRequested();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped: a later view goes on.
        }
        catch (DaaComputeException exception)
        {
            var failed = new GroupEvent.RingFailed(
                this, _streams.Successor, AllReduceFailureReason.ConnectionLost, exception.Message);
            await PostAsync(post, failed).ConfigureAwait(false);
        }
    }

    private async Task ReceiveAsync(Func<GroupEvent, CancellationToken, ValueTask> post)
    {
        try
        {
            if (!_ring.IsReceivingDone)
            {
                InboundRing inbound = await _streams.Inbound.WaitAsync(_stop.Token).ConfigureAwait(false);
                if (await FeedAsync(inbound.Stream.Input).ConfigureAwait(false) is { } fault)
                {
                    MemberId accused = fault.IsOwn ? View.PredecessorOf(_streams.Successor) : _streams.Predecessor;
                    await post(new GroupEvent.RingFailed(this, accused, fault.Reason, fault.Step), _stop.Token)
                        .ConfigureAwait(false);
                    return;
                }
            }

            if (_ring.IsReceivingDone)
            {
                await post(
                    new GroupEvent.RingDone(this, new ReadyTag(View.Epoch, Sequence, _ring.Digest())), _stop.Token)
                    .ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ConnectionClosedException)
        {
            // A predecessor that closes its stream is on its way to a later view, or its control link says that it is
            // gone.
        }
    }

    private async ValueTask<RingFault?> FeedAsync(PipeReader input)
    {
        while (true)
        {
            ReadResult result = await input.ReadAsync(_stop.Token).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            RingFault? fault = Feed(ref buffer);
            input.AdvanceTo(buffer.Start, _ring.IsReceivingDone || fault is not null ? buffer.Start : buffer.End);
            _signal.Set();
            _request.Progress?.Report(new AllReduceProgress(_ring.Sent, _ring.Received, _total, View.Size));
            if (fault is not null || _ring.IsReceivingDone || result.IsCompleted)
            {
                return fault;
            }
        }
    }

    /// <summary>Works in what is there and leaves the rest, such as the start of the next operation.</summary>
    private RingFault? Feed(ref ReadOnlySequence<byte> buffer)
    {
        Span<byte> header = stackalloc byte[PieceHeader.Size];
        while (!_ring.IsReceivingDone)
        {
            Span<byte> destination = _ring.Destination;
            if (!destination.IsEmpty)
            {
                int length = (int)Math.Min(destination.Length, buffer.Length);
                if (length == 0)
                {
                    return null;
                }

                buffer.Slice(0, length).CopyTo(destination);
                buffer = buffer.Slice(length);
                Volatile.Write(ref _bytesReceived, _bytesReceived + length);
                if (_ring.Advance(length) is { } fault)
                {
                    return fault;
                }

                _signal.Set();
                continue;
            }

            if (buffer.Length < PieceHeader.Size)
            {
                return null;
            }

            buffer.Slice(0, PieceHeader.Size).CopyTo(header);
            buffer = buffer.Slice(PieceHeader.Size);
            Volatile.Write(ref _bytesReceived, _bytesReceived + PieceHeader.Size);
            RingFault? refused = PieceHeader.TryRead(header, out PieceHeader piece)
                ? _ring.BeginPiece(piece)
                : new RingFault(AllReduceFailureReason.ProtocolViolation, IsOwn: false, "piece header");
            if (refused is not null)
            {
                return refused;
            }
        }

        return null;
    }

    private bool WritePiece(PipeWriter output)
    {
        if (!_ring.TryTakePiece(out PieceHeader header, out ReadOnlySpan<byte> payload))
        {
            return false;
        }

        header.Write(output.GetSpan(PieceHeader.Size));
        output.Advance(PieceHeader.Size);
        output.Write(payload);
        Volatile.Write(ref _bytesSent, _bytesSent + PieceHeader.Size + payload.Length);
        return true;
    }

    private async ValueTask PostAsync(Func<GroupEvent, CancellationToken, ValueTask> post, GroupEvent happened)
    {
        try
        {
            await post(happened, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopped meanwhile.
        }
    }
}
