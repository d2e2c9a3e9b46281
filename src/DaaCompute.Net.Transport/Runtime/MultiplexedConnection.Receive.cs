using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Runtime;

/// <content>Frames as they come, on the reader's thread.</content>
internal sealed partial class MultiplexedConnection
{
    private readonly YamuxFrameReader _frames = new();
    private readonly List<IThreadPoolWorkItem> _wakes = [];
    private MultiplexedStream? _payloadStream;
    private uint _payloadLeft;
    private bool _endsAfterPayload;
    private bool _hasAnswers;

    void IPlaintextSink.Receive(Span<byte> plaintext)
    {
        while (!plaintext.IsEmpty)
        {
            if (_payloadLeft > 0)
            {
                int length = (int)Math.Min(_payloadLeft, (uint)plaintext.Length);
                ReceivePayload(plaintext[..length]);
                plaintext = plaintext[length..];
            }
            else if (_frames.TryRead(ref plaintext, out YamuxFrame frame))
            {
                ReceiveFrame(frame);
            }
        }

        Writer.NoteReceived();
    }

    void IPlaintextSink.Continue()
    {
        FlushAnswers();
        foreach (IThreadPoolWorkItem wake in _wakes)
        {
            ThreadPool.UnsafeQueueUserWorkItem(wake, preferLocal: false);
        }

        _wakes.Clear();
    }

    IThreadPoolWorkItem? IPlaintextSink.Park()
    {
        int last = _wakes.Count - 1;
        if (last < 0)
        {
            return null;
        }

        for (int index = 0; index < last; index++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_wakes[index], preferLocal: false);
        }

        IThreadPoolWorkItem wake = _wakes[last];
        _wakes.Clear();
        return wake;
    }

    void IPlaintextSink.Flush() => FlushAnswers();

    void IPlaintextSink.Stopped(Exception? exception)
    {
        bool isTruncated = exception is null && !_session.RemoteWentAway && !_session.LocalWentAway;
        Terminate(isTruncated
            ? new ConnectionClosedException("The peer ended the connection without a goodbye: it was truncated.")
            : exception);
        ReleaseSession();
    }

    private void FlushAnswers()
    {
        if (_hasAnswers)
        {
            _hasAnswers = false;
            Writer.Flush();
        }
    }

    private void ReceiveFrame(in YamuxFrame frame)
    {
        YamuxInbound inbound;
        lock (_gate)
        {
            inbound = _session.Receive(frame);
        }

        YamuxEffects effects = inbound.Effects;
        MultiplexedStream? stream = (MultiplexedStream?)inbound.Stream?.Owner;
        if ((effects & YamuxEffects.Opened) != 0)
        {
            stream = AcceptOrRefuse(inbound.Stream!);
        }
        else if ((effects & YamuxEffects.Refused) != 0)
        {
            Refuse(frame.StreamId);
        }

        if ((effects & YamuxEffects.Payload) != 0)
        {
            _payloadLeft = frame.Length;
            _payloadStream = stream;
            _endsAfterPayload = (effects & YamuxEffects.Ended) != 0;
            effects &= ~YamuxEffects.Ended;
        }

        if (stream is not null)
        {
            ApplyToStream(effects, stream);
        }
        else
        {
            ApplyToSession(effects, frame.Length);
        }
    }

    private void ApplyToStream(YamuxEffects effects, MultiplexedStream stream)
    {
        if ((effects & YamuxEffects.Acknowledged) != 0)
        {
            stream.ReleaseBacklog();
        }

        if ((effects & YamuxEffects.Credited) != 0)
        {
            stream.StreamOutput.Resume();
            _hasAnswers = true;
        }

        if ((effects & YamuxEffects.Ended) != 0)
        {
            End(stream);
        }

        if ((effects & YamuxEffects.Reset) != 0)
        {
            stream.ReleaseBacklog();
            stream.Fail(new ConnectionClosedException("The stream was reset by the peer."));
        }
    }

    private void ApplyToSession(YamuxEffects effects, uint value)
    {
        if ((effects & YamuxEffects.Ping) != 0)
        {
            _sessionFrames.Pong(value);
            _hasAnswers = true;
        }

        if ((effects & YamuxEffects.Pong) != 0)
        {
            ReceivePong(value);
        }
    }

    private void ReceivePayload(ReadOnlySpan<byte> payload)
    {
        _payloadLeft -= (uint)payload.Length;
        if (_payloadStream is not { } stream)
        {
            return;
        }

        if (stream.StreamInput.Append(payload))
        {
            _wakes.Add(stream.StreamInput);
        }

        if (_payloadLeft == 0 && _endsAfterPayload)
        {
            End(stream);
        }
    }

    private void End(MultiplexedStream stream)
    {
        if (stream.StreamInput.End())
        {
            _wakes.Add(stream.StreamInput);
        }

        if (stream.State.IsFinished)
        {
            stream.ReleaseBacklog();
            stream.Finished();
        }
    }

    private MultiplexedStream? AcceptOrRefuse(YamuxStreamState state)
    {
        if (_memory.TryReserve(YamuxReceiveWindow.Initial))
        {
            MultiplexedStream stream = new(this, state);
            if (_accepted.Writer.TryWrite(stream))
            {
                return stream;
            }

            _memory.Release(YamuxReceiveWindow.Initial);
        }

        lock (_gate)
        {
            _session.Reset(state);
        }

        Refuse(state.Id);
        return null;
    }

    private void Refuse(uint streamId)
    {
        _sessionFrames.Refuse(streamId);
        _hasAnswers = true;
    }
}
