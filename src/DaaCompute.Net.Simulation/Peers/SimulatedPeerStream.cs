using System.Buffers;
using System.IO.Pipelines;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Simulation.Peers;

/// <summary>One end of a stream between two simulated peers.</summary>
internal sealed class SimulatedPeerStream : IPeerStream
{
    private readonly SimulatedPeerConnection _connection;
    private readonly Pipe _pipe;
    private readonly PeerStreamOutput _output;
    private SimulatedPeerStream? _other;
    private int _openSides = 2;
    private bool _finishReceived;
    private bool _inputCompleted;
    private bool _gone;
    private long _unread;

    public SimulatedPeerStream(SimulatedPeerConnection connection, ProtocolId protocol, bool isOutbound)
    {
        _connection = connection;
        Protocol = protocol;
        IsOutbound = isOutbound;
        _pipe = new Pipe(connection.IsStepped ? PipeSettings.Inline : PipeSettings.Pooled);
        Input = new PeerStreamInput(this, _pipe);
        _output = new PeerStreamOutput(this, connection.IsStepped);
    }

    public ProtocolId Protocol { get; }

    public IPeerConnection Connection => _connection;

    public bool IsOutbound { get; }

    public PipeReader Input { get; }

    public PipeWriter Output => _output;

    /// <summary>Whether what is written still goes anywhere.</summary>
    public bool IsAlive => !_gone && _connection.Process.IsAlive;

    /// <summary>Answered when the other end has said whether it handles the protocol.</summary>
    public TaskCompletionSource? Answer { get; init; }

    /// <summary>The other end, or null as long as the peer has not answered.</summary>
    public SimulatedPeerStream? Other => _other;

    public void Bind(SimulatedPeerStream other) => _other = other;

    public void Abort(Exception? reason = null)
    {
        if (!_gone)
        {
            _connection.Send(new PeerFrame(PeerFrameKind.Reset) { Stream = this });
            Fail(new ConnectionClosedException("The stream was reset by this node.", reason));
        }
    }

    public ValueTask DisposeAsync()
    {
        _output.Complete();
        Input.Complete();
        return ValueTask.CompletedTask;
    }

    /// <summary>What a dead process waits for.</summary>
    public Task CheckUsableAsync() => _connection.Process.NeverAsync();

    public void SendData(byte[] bytes, int length)
    {
        _connection.Send(PeerFrame.Data(_other!, bytes, length));
    }

    /// <summary>Bytes have arrived.</summary>
    public void Receive(ReadOnlySpan<byte> bytes)
    {
        if (_gone || _finishReceived)
        {
            return;
        }

        _unread += bytes.Length;
        if (_inputCompleted)
        {
            Consumed(bytes.Length);
            return;
        }

        _pipe.Writer.Write(bytes);

        // Never waits: windows bound the pipe, not its own threshold.
        _ = _pipe.Writer.FlushAsync().AsTask();
    }

    /// <summary>The other end sends nothing more.</summary>
    public void ReceiveFinish()
    {
        if (!_finishReceived && !_gone)
        {
            _finishReceived = true;
            _pipe.Writer.Complete();
            LeaveWhenOver();
        }
    }

    /// <summary>This end has read so much: the sender's window has room again.</summary>
    public void Consumed(long bytes)
    {
        _unread -= bytes;
        if (bytes == 0 || _other is not { IsAlive: true } sender)
        {
            return;
        }

        if (sender._connection.Process.IsFrozen)
        {
            sender._connection.Process.Post(() => sender._output.Acknowledge(bytes));
        }
        else
        {
            sender._output.Acknowledge(bytes);
        }
    }

    public void InputCompleted(Exception? exception)
    {
        if (exception is not null)
        {
            Abort(exception);
        }

        _inputCompleted = true;
        Consumed(_unread);
        SideCompleted();
    }

    public void OutputCompleted(Exception? exception)
    {
        if (exception is not null)
        {
            Abort(exception);
        }
        else if (!_gone)
        {
            _connection.Send(new PeerFrame(PeerFrameKind.Finish) { Stream = _other });
        }

        SideCompleted();
    }

    /// <summary>Fails both pipes, without a word to the other end. What came in full, its end included, stays readable.</summary>
    public void Fail(ConnectionClosedException failure)
    {
        if (_gone)
        {
            return;
        }

        _gone = true;
        _connection.Leave(this);
        _output.Fail(failure);
        if (!_finishReceived)
        {
            _finishReceived = true;
            _pipe.Writer.Complete(failure);
        }

        if (Answer?.TrySetException(failure) == true)
        {
            // Observed here, for whoever opened the stream may have given up.
            _ = Answer.Task.Exception;
        }
    }

    private void SideCompleted()
    {
        _openSides--;
        LeaveWhenOver();
    }

    /// <summary>A stream that both ends are done with is no longer counted.</summary>
    private void LeaveWhenOver()
    {
        if (_openSides == 0 && _finishReceived && !_gone)
        {
            _gone = true;
            _connection.Leave(this);
        }
    }
}
