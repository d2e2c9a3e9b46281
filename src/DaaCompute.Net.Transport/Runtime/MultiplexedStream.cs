using System.IO.Pipelines;
using DaaCompute.Net.Transport.Protocol;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>A yamux stream: two pipes over one state.</summary>
internal sealed class MultiplexedStream : IMultiplexedStream
{
    private readonly MultiplexedConnection _connection;
    private int _reserved = 1;
    private int _openSides = 2;
    private int _backlogged;

    public MultiplexedStream(MultiplexedConnection connection, YamuxStreamState state)
    {
        _connection = connection;
        State = state;
        state.Owner = this;
        _backlogged = state.IsOutbound ? 1 : 0;
        StreamInput = new StreamInput(this, connection);
        StreamOutput = new StreamOutput(this, connection);
    }

    public PipeReader Input => StreamInput;

    public PipeWriter Output => StreamOutput;

    public bool IsOutbound => State.IsOutbound;

    public YamuxStreamState State { get; }

    public StreamInput StreamInput { get; }

    public StreamOutput StreamOutput { get; }

    /// <summary>Since when this node is done with both sides, as a timestamp; 0 while it is not.</summary>
    public long CompletedAt { get; private set; }

    public void Abort(Exception? reason = null)
    {
        ConnectionClosedException failure = new("The stream was reset by this node.", reason);
        _connection.Reset(this);
        Fail(failure);
    }

    public ValueTask DisposeAsync()
    {
        StreamOutput.Complete();
        StreamInput.Complete();
        return ValueTask.CompletedTask;
    }

    /// <summary>Fails both pipes, without a word to the peer.</summary>
    /// <param name="failure">The cause.</param>
    /// <param name="sparesEnded">Whether what came in full, its end included, stays readable.</param>
    public void Fail(Exception failure, bool sparesEnded = false)
    {
        StreamInput.Fail(failure, sparesEnded);
        StreamOutput.Fail(failure);
        ReleaseMemory();
    }

    /// <summary>Notes that this node's code completed one of the two pipes.</summary>
    public void SideCompleted()
    {
        if (Interlocked.Decrement(ref _openSides) == 0)
        {
            CompletedAt = _connection.Now;
            if (State.IsFinished)
            {
                ReleaseMemory();
            }
        }
    }

    /// <summary>Notes that nothing more can come from the peer.</summary>
    public void Finished()
    {
        if (Volatile.Read(ref _openSides) == 0)
        {
            ReleaseMemory();
        }
    }

    /// <summary>The peer has accepted the stream, or never will.</summary>
    public void ReleaseBacklog()
    {
        if (Interlocked.Exchange(ref _backlogged, 0) == 1)
        {
            _connection.ReleaseBacklog();
        }
    }

    private void ReleaseMemory()
    {
        if (Interlocked.Exchange(ref _reserved, 0) == 1)
        {
            _connection.ReleaseWindow(State);
        }
    }
}
