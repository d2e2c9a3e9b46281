using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Channels;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Training.Runtime;

/// <summary>This node's control stream to one peer: a bounded queue of frames and the task that writes them.</summary>
internal sealed class GroupLink : IAsyncDisposable
{
    // A minute of heartbeats of sixteen groups; a peer that is that far behind is not listening.
    private const int MaxQueuedFrames = 4096;

    private const int MaxUnflushedBytes = 64 * 1024;

    private readonly Channel<ReadOnlyMemory<byte>> _frames = Channel.CreateBounded<ReadOnlyMemory<byte>>(
        new BoundedChannelOptions(MaxQueuedFrames) { SingleReader = true });

    private readonly IPeerStream _stream;
    private readonly Task _writing;

    public GroupLink(IPeerStream stream)
    {
        _stream = stream;
        _writing = WriteAsync();
        _ = WatchAsync();
    }

    public IPeerConnection Connection => _stream.Connection;

    /// <summary>Completes when the link is gone; never fails.</summary>
    public Task<string> Ended => EndAsync();

    /// <summary>Queues a frame; a full queue breaks the link.</summary>
    public void Send(ReadOnlyMemory<byte> frame)
    {
        if (!_frames.Writer.TryWrite(frame))
        {
            _stream.Abort(new ConnectionClosedException("The peer does not take control messages."));
            _frames.Writer.TryComplete();
        }
    }

    /// <summary>Writes what is queued, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _frames.Writer.TryComplete();
        await EndAsync().ConfigureAwait(false);
    }

    public void Abort() => _stream.Abort();

    private async Task<string> EndAsync()
    {
        try
        {
            await _writing.ConfigureAwait(false);
            return "closed";
        }
        catch (Exception exception)
            when (exception is DaaComputeException or OperationCanceledException or InvalidOperationException)
        {
            return exception.Message;
        }
    }

    /// <summary>The peer sends nothing on this stream, so whatever there is to read is the stream's end.</summary>
    private async Task WatchAsync()
    {
        try
        {
            await _stream.Input.ReadAsync(_stream.Connection.Closed).ConfigureAwait(false);
            _stream.Abort(new ConnectionClosedException("The peer ended the control stream."));
        }
        catch (Exception exception)
            when (exception is DaaComputeException or OperationCanceledException or InvalidOperationException)
        {
            // The stream is gone, or was closed at this end.
        }

        _frames.Writer.TryComplete();
    }

    private async Task WriteAsync()
    {
        await using (_stream.ConfigureAwait(false))
        {
            ChannelReader<ReadOnlyMemory<byte>> reader = _frames.Reader;
            int unflushed = 0;
            while (await reader.WaitToReadAsync(_stream.Connection.Closed).ConfigureAwait(false))
            {
                while (reader.TryRead(out ReadOnlyMemory<byte> frame))
                {
                    _stream.Output.Write(frame.Span);
                    unflushed += frame.Length;
                    if (reader.Count == 0 || unflushed > MaxUnflushedBytes)
                    {
                        unflushed = 0;
                        FlushResult result = await _stream.Output
                            .FlushAsync(_stream.Connection.Closed).ConfigureAwait(false);
                        if (result.IsCompleted)
                        {
                            throw new ConnectionClosedException("The peer takes no more control messages.");
                        }
                    }
                }
            }
        }
    }
}
