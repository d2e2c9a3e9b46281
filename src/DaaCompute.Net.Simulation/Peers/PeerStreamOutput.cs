using System.Buffers;
using System.IO.Pipelines;
using DaaCompute.Net.Simulation.Links;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Simulation.Peers;

/// <summary>What a stream is given to send; it leaves at a flush, as far as the receiver's window goes.</summary>
internal sealed class PeerStreamOutput(SimulatedPeerStream stream, bool wakesInline) : PipeWriter
{
    /// <summary>The smallest buffer that is rented.</summary>
    private const int MinimumBuffer = 256;

    /// <summary>What the other end holds unread at most; yamux's first window. The simulated one does not grow.</summary>
    private const long Window = 256 * 1024;

    private readonly AsyncSignal _room = new(wakesInline);
    private byte[]? _buffer;
    private int _written;
    private long _unread;
    private bool _completed;
    private bool _flushCancelled;
    private Exception? _failure;

    public bool IsCompleted => _completed;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _written;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsMemory(_written);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, (_buffer?.Length ?? 0) - _written);
        _written += bytes;
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_completed)
        {
            throw new InvalidOperationException("The stream's output is completed.");
        }

        if (_failure is null && stream.IsAlive)
        {
            SendWritten();
            if (_unread <= Window)
            {
                return new ValueTask<FlushResult>(new FlushResult(isCanceled: false, isCompleted: false));
            }
        }

        return WaitForRoomAsync(cancellationToken);
    }

    public override void CancelPendingFlush()
    {
        _flushCancelled = true;
        _room.Set();
    }

    public override void Complete(Exception? exception = null)
    {
        if (_completed)
        {
            return;
        }

        _completed = true;
        if (exception is null && _failure is null)
        {
            SendWritten();
        }

        GiveBack();
        stream.OutputCompleted(exception);
    }

    /// <summary>The other end has read so much.</summary>
    public void Acknowledge(long bytes)
    {
        _unread -= bytes;
        if (_unread <= Window)
        {
            _room.Set();
        }
    }

    /// <summary>Nothing can be sent any more.</summary>
    public void Fail(Exception failure)
    {
        _failure ??= failure;
        GiveBack();
        _room.Set();
    }

    private async ValueTask<FlushResult> WaitForRoomAsync(CancellationToken cancellationToken)
    {
        await stream.CheckUsableAsync().ConfigureAwait(false);
        while (_failure is null && _unread > Window && !_flushCancelled)
        {
            await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        bool isCancelled = _flushCancelled;
        _flushCancelled = false;
        return _failure is null
            ? new FlushResult(isCancelled, isCompleted: false)
            : throw new ConnectionClosedException(_failure.Message, _failure.InnerException);
    }

    private void Reserve(int sizeHint)
    {
        int needed = _written + Math.Max(1, sizeHint);
        if (_buffer is not null && _buffer.Length >= needed)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(MinimumBuffer, Math.Max(needed, 2 * _written)));
        _buffer?.AsSpan(0, _written).CopyTo(larger);
        int written = _written;
        GiveBack();
        (_buffer, _written) = (larger, written);
    }

    private void SendWritten()
    {
        if (_written > 0)
        {
            byte[] bytes = _buffer!;
            int length = _written;
            (_buffer, _written) = (null, 0);
            _unread += length;
            stream.SendData(bytes, length);
        }
    }

    private void GiveBack()
    {
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
        }

        _written = 0;
    }
}
