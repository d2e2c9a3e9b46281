namespace DaaCompute.Net.Transport.InMemory;

/// <summary>One direction of an in-memory connection: a bounded ring of bytes whose writer waits while it is full.</summary>
internal sealed class InMemoryPipe
{
    /// <summary>About what a loopback socket buffers; it keeps clear of the large object heap.</summary>
    public const int Capacity = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly byte[] _ring = new byte[Capacity];
    private int _start;
    private int _count;
    private bool _writerClosed;
    private bool _readerClosed;
    private TaskCompletionSource? _changed;

    public async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task changed;
            lock (_lock)
            {
                if (_readerClosed)
                {
                    throw new TransportException("The connection was closed at this end.");
                }

                if (_count > 0 || _writerClosed)
                {
                    return Take(destination.Span);
                }

                changed = Changed();
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken)
    {
        while (!source.IsEmpty)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task changed;
            lock (_lock)
            {
                if (_writerClosed || _readerClosed)
                {
                    throw new TransportException(
                        $"The connection was closed at {(_writerClosed ? "this" : "the other")} end.");
                }

                source = source[Put(source.Span)..];
                if (source.IsEmpty)
                {
                    return;
                }

                changed = Changed();
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void CloseWriter()
    {
        lock (_lock)
        {
            _writerClosed = true;
            Pulse();
        }
    }

    public void CloseReader()
    {
        lock (_lock)
        {
            _readerClosed = true;
            _count = 0;
            Pulse();
        }
    }

    private int Take(Span<byte> destination)
    {
        int taken = Math.Min(destination.Length, _count);
        int first = Math.Min(taken, Capacity - _start);
        _ring.AsSpan(_start, first).CopyTo(destination);
        _ring.AsSpan(0, taken - first).CopyTo(destination[first..]);
        _start = (_start + taken) % Capacity;
        _count -= taken;
        Pulse();
        return taken;
    }

    private int Put(ReadOnlySpan<byte> source)
    {
        int put = Math.Min(source.Length, Capacity - _count);
        int end = (_start + _count) % Capacity;
        int first = Math.Min(put, Capacity - end);
        source[..first].CopyTo(_ring.AsSpan(end));
        source[first..put].CopyTo(_ring);
        _count += put;
        Pulse();
        return put;
    }

    private Task Changed() =>
        (_changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private void Pulse()
    {
        _changed?.TrySetResult();
        _changed = null;
    }
}
