using System.Diagnostics;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Simulation.Peers;

/// <content>Streams, pings, and who is told what.</content>
internal sealed partial class SimulatedPeerConnection
{
    private TaskCompletionSource<TimeSpan>? _ping;
    private long _pingSent;

    /// <summary>The streams open now, in either direction.</summary>
    public int Streams => _streams.Count;

    public async ValueTask<IPeerStream> OpenStreamAsync(ProtocolId protocol, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Process.NeverAsync().ConfigureAwait(false);
        if (IsOver)
        {
            throw new ConnectionClosedException($"The connection to {RemotePeer.Id} is gone.");
        }

        if (_outboundStreams >= _network.Options.Limits.PeerOutboundStreams)
        {
            throw new ResourceLimitException(
                "outbound streams to a peer",
                _network.Options.Limits.PeerOutboundStreams,
                "DaaCompute:Transport:Limits:PeerOutboundStreams");
        }

        TaskCompletionSource answer = new(
            IsStepped ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
        SimulatedPeerStream stream = Add(new SimulatedPeerStream(this, protocol, isOutbound: true) { Answer = answer });
        Send(new PeerFrame(PeerFrameKind.Open) { Stream = stream });
        try
        {
            await answer.Task.WaitAsync(_network.Options.NegotiationTimeout, Process.Time, cancellationToken)
                .ConfigureAwait(false);
            return stream;
        }
        catch (TimeoutException)
        {
            stream.Abort();
            throw new ConnectionClosedException(
                $"Peer {RemotePeer.Id} did not agree on {protocol} within {_network.Options.NegotiationTimeout}.");
        }
        catch (OperationCanceledException)
        {
            stream.Abort();
            throw;
        }
    }

    /// <summary>Measures a round trip; one at a time.</summary>
    public async ValueTask<TimeSpan> PingAsync(CancellationToken cancellationToken)
    {
        await Process.NeverAsync().ConfigureAwait(false);
        if (IsOver)
        {
            throw new ConnectionClosedException($"The connection to {RemotePeer.Id} is gone.");
        }

        if (_ping is null)
        {
            _ping = new TaskCompletionSource<TimeSpan>(
                IsStepped ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
            Probe();
        }

        return await _ping.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks for a sign of life.</summary>
    public void Probe()
    {
        _pingSent = _network.Loop.Now;
        Send(new PeerFrame(PeerFrameKind.Ping));
    }

    /// <summary>A stream is over.</summary>
    public void Leave(SimulatedPeerStream stream)
    {
        if (_streams.Remove(stream))
        {
            Count(stream, -1);
        }
    }

    private void Answered()
    {
        TimeSpan roundTrip = TimeSpan.FromTicks(_network.Loop.Now - _pingSent);
        RoundTripTime = roundTrip;
        TaskCompletionSource<TimeSpan>? waiting = _ping;
        _ping = null;
        waiting?.TrySetResult(roundTrip);
    }

    private void ReceiveOfStream(PeerFrame frame)
    {
        if (frame.Kind == PeerFrameKind.Open)
        {
            Serve(frame.Stream!);
            return;
        }

        // Who resets a stream may not know its other end yet.
        SimulatedPeerStream? stream = frame.Stream!.Connection == this ? frame.Stream : frame.Stream.Other;
        switch (frame.Kind)
        {
            case var _ when stream is null:
                break;
            case PeerFrameKind.Accept:
                stream.Answer!.TrySetResult();
                break;
            case PeerFrameKind.Refuse:
                stream.Answer!.TrySetException(new ProtocolNotSupportedException(RemotePeer.Id, stream.Protocol));
                stream.Fail(new ConnectionClosedException($"Peer {RemotePeer.Id} does not speak {stream.Protocol}."));
                break;
            case PeerFrameKind.Data:
                stream.Receive(frame.Bytes);
                break;
            case PeerFrameKind.Finish:
                stream.ReceiveFinish();
                break;
            case PeerFrameKind.Reset:
                stream.Fail(new ConnectionClosedException("The stream was reset by the peer."));
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>The peer opens a stream: its handler gets this end of it.</summary>
    private void Serve(SimulatedPeerStream dialled)
    {
        IProtocolHandler? handler = _network.FindHandler(dialled.Protocol);
        if (handler is null)
        {
            Send(new PeerFrame(PeerFrameKind.Refuse) { Stream = dialled });
            return;
        }

        if (_inboundStreams >= _network.Options.Limits.PeerInboundStreams)
        {
            Send(new PeerFrame(PeerFrameKind.Reset) { Stream = dialled });
            return;
        }

        SimulatedPeerStream stream = Add(new SimulatedPeerStream(this, dialled.Protocol, isOutbound: false));
        stream.Bind(dialled);
        dialled.Bind(stream);
        Send(new PeerFrame(PeerFrameKind.Accept) { Stream = dialled });
        _ = HandleAsync(handler, stream);
    }

    private async Task HandleAsync(IProtocolHandler handler, SimulatedPeerStream stream)
    {
        if (!IsStepped)
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }

        try
        {
            await handler.HandleAsync(stream, Closed).ConfigureAwait(false);
            await stream.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            // Whatever the handler throws, the peer sees a reset and this node goes on.
            Process.Machine.Trace.AppendLog(Process.Number, $"The handler of {stream.Protocol} failed: {fault.Message}");
            stream.Abort(fault);
        }
    }

    private SimulatedPeerStream Add(SimulatedPeerStream stream)
    {
        _streams.Add(stream);
        Count(stream, 1);
        return stream;
    }

    private void Count(SimulatedPeerStream stream, int change)
    {
        _outboundStreams += stream.IsOutbound ? change : 0;
        _inboundStreams += stream.IsOutbound ? 0 : change;
    }
}
