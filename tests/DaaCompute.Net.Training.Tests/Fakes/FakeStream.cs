using System.Buffers;
using System.IO.Pipelines;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Training.Fakes;

/// <summary>
/// One end of a stream: a pipe to write, a pipe to read, and a pump between the two ends that faults can hold up.
/// </summary>
internal sealed class FakeStream : IPeerStream
{
    private readonly Pipe _outgoing;
    private readonly Pipe _incoming;
    private readonly FakeConnection _connection;
    private FakeStream _other = null!;

    private FakeStream(ProtocolId protocol, FakeConnection connection, bool isOutbound, Pipe outgoing, Pipe incoming)
    {
        Protocol = protocol;
        _connection = connection;
        IsOutbound = isOutbound;
        _outgoing = outgoing;
        _incoming = incoming;
    }

    public ProtocolId Protocol { get; }

    public IPeerConnection Connection => _connection;

    public bool IsOutbound { get; }

    public PipeReader Input => _incoming.Reader;

    public PipeWriter Output => _outgoing.Writer;

    public static (FakeStream Near, FakeStream Far) CreatePair(
        ProtocolId protocol, FakeConnection near, FakeConnection far, Func<int, ValueTask> there, Func<int, ValueTask> back)
    {
        Pipe[] pipes = [.. Enumerable.Range(0, 4).Select(_ => new Pipe(new PipeOptions(useSynchronizationContext: false)))];
        var nearStream = new FakeStream(protocol, near, isOutbound: true, pipes[0], pipes[3]);
        var farStream = new FakeStream(protocol, far, isOutbound: false, pipes[2], pipes[1]);
        (nearStream._other, farStream._other) = (farStream, nearStream);
        _ = PumpAsync(pipes[0].Reader, pipes[1].Writer, there);
        _ = PumpAsync(pipes[2].Reader, pipes[3].Writer, back);
        return (nearStream, farStream);
    }

    public void Abort(Exception? reason = null)
    {
        foreach (FakeStream side in (FakeStream[])[this, _other])
        {
            // What waits in either end's pipes fails at once; the pumps then find their ends closed.
            var gone = new ConnectionClosedException("The fake stream was reset.");
            side._incoming.Writer.Complete(gone);
            side._outgoing.Reader.CancelPendingRead();
            side._outgoing.Reader.Complete(gone);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _outgoing.Writer.CompleteAsync();
        await _incoming.Reader.CompleteAsync();
    }

    private static async Task PumpAsync(PipeReader from, PipeWriter to, Func<int, ValueTask> transfer)
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                ReadResult result = await from.ReadAsync();
                foreach (ReadOnlyMemory<byte> block in result.Buffer)
                {
                    await transfer(block.Length);
                    await to.WriteAsync(block);
                }

                from.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    await to.CompleteAsync();
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or DaaComputeException)
        {
            await to.CompleteAsync(new ConnectionClosedException("The fake stream was reset."));
        }
    }
}
