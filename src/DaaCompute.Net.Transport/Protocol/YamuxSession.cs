using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Protocol;

/// <summary>The state of a yamux session: which streams exist and what may be done with them. Not safe for concurrent use.</summary>
/// <remarks>
/// The side that dialled numbers its streams 1, 3, 5…, the other 2, 4, 6…. Ids are given when a stream's first frame is
/// written, so that they reach the peer in order. Source: github.com/hashicorp/yamux/blob/master/spec.md.
/// </remarks>
internal sealed class YamuxSession
{
    private readonly Dictionary<uint, YamuxStreamState> _streams = [];
    private readonly YamuxLimits _limits;
    private readonly uint _localParity;
    private uint _nextId;
    private uint _lastRemoteId;

    public YamuxSession(bool isOutbound, YamuxLimits limits)
    {
        _limits = limits;
        _localParity = isOutbound ? 1u : 0u;
        _nextId = isOutbound ? 1u : 2u;
    }

    public int InboundStreams { get; private set; }

    public int OutboundStreams { get; private set; }

    /// <summary>Whether the peer said that it takes no more streams.</summary>
    public bool RemoteWentAway { get; private set; }

    /// <summary>Whether this side said so.</summary>
    public bool LocalWentAway { get; set; }

    /// <summary>The streams the peer knows of.</summary>
    public IEnumerable<YamuxStreamState> Streams => _streams.Values;

    /// <summary>Makes a stream; the peer learns of it with its first frame.</summary>
    public YamuxStreamState Open()
    {
        OutboundStreams++;
        return new YamuxStreamState(isOutbound: true, _limits.MaxStreamWindow);
    }

    /// <summary>The flags for a stream's next frame. Gives the stream its id when it is the first.</summary>
    public YamuxFlags Announce(YamuxStreamState stream)
    {
        YamuxFlags flags = stream.TakeFlags();
        if (flags == YamuxFlags.Syn)
        {
            stream.Id = _nextId;
            _nextId = checked(_nextId + 2);
            stream.AwaitsAcknowledgement = true;
            _streams.Add(stream.Id, stream);
        }

        return flags;
    }

    /// <summary>Takes a frame's header and says what follows from it.</summary>
    /// <exception cref="ProtocolViolationException">The peer may not send this.</exception>
    public YamuxInbound Receive(in YamuxFrame frame) => frame.Type switch
    {
        YamuxFrameType.Ping => new YamuxInbound(
            (frame.Flags & YamuxFlags.Ack) != 0 ? YamuxEffects.Pong : YamuxEffects.Ping),
        YamuxFrameType.GoAway => ReceiveGoAway(frame),
        _ => ReceiveForStream(frame),
    };

    /// <summary>Notes that this side sends no more data. Returns whether the stream is thereby gone.</summary>
    public bool EndLocal(YamuxStreamState stream)
    {
        stream.LocalEnded = true;
        return Forget(stream);
    }

    /// <summary>Notes that this side resets a stream. Returns false when it was gone already.</summary>
    public bool Reset(YamuxStreamState stream)
    {
        if (stream.IsFinished)
        {
            return false;
        }

        stream.IsReset = true;
        Forget(stream);
        return true;
    }

    private YamuxInbound ReceiveGoAway(in YamuxFrame frame)
    {
        RemoteWentAway = true;
        return frame.Length == (uint)YamuxGoAwayCode.Normal
            ? new YamuxInbound(YamuxEffects.GoAway)
            : throw new ProtocolViolationException($"The peer ended the session with code {frame.Length}.");
    }

    private YamuxInbound ReceiveForStream(in YamuxFrame frame)
    {
        YamuxEffects effects = frame is { Type: YamuxFrameType.Data, Length: > 0 } ? YamuxEffects.Payload : YamuxEffects.None;
        if ((frame.Flags & YamuxFlags.Syn) != 0)
        {
            if (!TryAccept(frame, out YamuxStreamState? opened))
            {
                return new YamuxInbound(effects | YamuxEffects.Refused);
            }

            return Apply(frame, opened, effects | YamuxEffects.Opened);
        }

        if (_streams.TryGetValue(frame.StreamId, out YamuxStreamState? stream))
        {
            return Apply(frame, stream, effects);
        }

        // Frames cross: the peer may not know yet that the stream is gone. What never existed is another matter.
        bool existed = (frame.StreamId & 1) == _localParity ? frame.StreamId < _nextId : frame.StreamId <= _lastRemoteId;
        return existed
            ? new YamuxInbound(effects)
            : throw new ProtocolViolationException($"A frame names stream {frame.StreamId}, which was never opened.");
    }

    private bool TryAccept(in YamuxFrame frame, [NotNullWhen(true)] out YamuxStreamState? stream)
    {
        if ((frame.StreamId & 1) == _localParity || _streams.ContainsKey(frame.StreamId))
        {
            throw new ProtocolViolationException($"The peer opened stream {frame.StreamId}, which is not its to open.");
        }

        stream = null;
        _lastRemoteId = Math.Max(_lastRemoteId, frame.StreamId);
        if (LocalWentAway || InboundStreams >= _limits.MaxInboundStreams || (frame.Flags & YamuxFlags.Rst) != 0)
        {
            return false;
        }

        stream = new YamuxStreamState(isOutbound: false, _limits.MaxStreamWindow) { Id = frame.StreamId };
        _streams.Add(stream.Id, stream);
        InboundStreams++;
        return true;
    }

    private YamuxInbound Apply(in YamuxFrame frame, YamuxStreamState stream, YamuxEffects effects)
    {
        if ((frame.Flags & YamuxFlags.Ack) != 0 && stream.AwaitsAcknowledgement)
        {
            stream.AwaitsAcknowledgement = false;
            effects |= YamuxEffects.Acknowledged;
        }

        if (frame.Type == YamuxFrameType.WindowUpdate)
        {
            if (!stream.TryAddSendCredit(frame.Length))
            {
                throw new ProtocolViolationException($"The window of stream {stream.Id} overflows.");
            }

            effects |= frame.Length > 0 ? YamuxEffects.Credited : YamuxEffects.None;
        }
        else if (frame.Length > 0)
        {
            if (stream.RemoteEnded)
            {
                throw new ProtocolViolationException($"The peer sent data on stream {stream.Id} after its end.");
            }

            if (!stream.ReceiveWindow.TryDebit(frame.Length))
            {
                throw new ProtocolViolationException($"The peer overran the window of stream {stream.Id}.");
            }
        }

        return ApplyEnd(frame, stream, effects);
    }

    private YamuxInbound ApplyEnd(in YamuxFrame frame, YamuxStreamState stream, YamuxEffects effects)
    {
        if ((frame.Flags & YamuxFlags.Rst) != 0)
        {
            stream.IsReset = true;
            effects |= YamuxEffects.Reset;
        }
        else if ((frame.Flags & YamuxFlags.Fin) != 0 && !stream.RemoteEnded)
        {
            stream.RemoteEnded = true;
            effects |= YamuxEffects.Ended;
        }

        Forget(stream);
        return new YamuxInbound(effects, stream);
    }

    private bool Forget(YamuxStreamState stream)
    {
        // A stream without an id was never announced: the peer knows nothing of it.
        if (!stream.IsFinished || !(_streams.Remove(stream.Id) || stream.Id == 0))
        {
            return false;
        }

        if (stream.IsOutbound)
        {
            OutboundStreams--;
        }
        else
        {
            InboundStreams--;
        }

        return true;
    }
}
