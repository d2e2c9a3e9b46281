using System.Buffers;
using System.IO.Pipelines;

namespace DaaCompute.Net.Transport.Tests.Runtime;

/// <summary>An in-memory connection over two pipes, with taps for tests that break the bytes.</summary>
internal sealed class PipeTransportConnection(PipeReader input, PipeWriter output) : ITransportConnection
{
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isMuted;
    private volatile bool _isHeld;

    public Multiaddress LocalAddress { get; } = Multiaddress.Parse("/ip4/127.0.0.1/tcp/1");

    public Multiaddress RemoteAddress { get; } = Multiaddress.Parse("/ip4/127.0.0.1/tcp/2");

    /// <summary>Changes what is sent, before it is.</summary>
    public Action<Memory<byte>>? Tamper { get; set; }

    /// <summary>Loses everything sent from now on.</summary>
    public void Mute() => _isMuted = true;

    /// <summary>Takes nothing more: sends wait until the connection is disposed. Completes with the first that waits.</summary>
    public Task Hold()
    {
        _isHeld = true;
        return _held.Task;
    }

    public static (PipeTransportConnection Near, PipeTransportConnection Far) CreatePair(int capacity = 64 * 1024)
    {
        PipeOptions options = new(pauseWriterThreshold: capacity, resumeWriterThreshold: capacity / 2, useSynchronizationContext: false);
        Pipe there = new(options);
        Pipe back = new(options);
        return (new(back.Reader, there.Writer), new(there.Reader, back.Writer));
    }

    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            ReadResult result = await input.ReadAsync(cancellationToken);
            int length = (int)Math.Min(buffer.Length, result.Buffer.Length);
            ReadOnlySequence<byte> taken = result.Buffer.Slice(0, length);
            taken.CopyTo(buffer.Span);
            input.AdvanceTo(taken.End);
            return length;
        }
        catch (InvalidOperationException exception)
        {
            throw new TransportException("The connection was closed at this end.", exception);
        }
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            if (_isHeld)
            {
                _held.TrySetResult();
                await _disposed.Task.WaitAsync(cancellationToken);
                throw new TransportException("The connection was closed at this end.");
            }

            if (_isMuted)
            {
                return;
            }

            if (Tamper is { } tamper)
            {
                byte[] copy = buffer.ToArray();
                tamper(copy);
                buffer = copy;
            }

            FlushResult result = await output.WriteAsync(buffer, cancellationToken);
            if (result.IsCompleted)
            {
                throw new TransportException("The connection was closed at the other end.");
            }
        }
        catch (InvalidOperationException exception)
        {
            throw new TransportException("The connection was closed at this end.", exception);
        }
    }

    public async ValueTask CloseOutputAsync(CancellationToken cancellationToken) => await output.CompleteAsync();

    public async ValueTask DisposeAsync()
    {
        _disposed.TrySetResult();
        output.CancelPendingFlush();
        input.CancelPendingRead();
        await output.CompleteAsync();
        await input.CompleteAsync();
    }
}
