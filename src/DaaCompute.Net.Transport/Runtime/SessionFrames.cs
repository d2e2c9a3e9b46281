using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>
/// The frames of the session itself: pings and their answers, refusals, the goodbye. State rather than a queue, so a peer
/// that asks for more than it takes costs nothing. Guarded by the writer's lock.
/// </summary>
internal sealed class SessionFrames(SecuredLinkWriter writer) : IFrameSource
{
    /// <summary>Refusals that wait to be sent; yamux's accept backlog. A peer that causes more without reading is cut.</summary>
    private const int MaxRefusals = 256;

    private readonly Queue<uint> _refusals = new();
    private uint? _ping;
    private uint? _pong;
    private YamuxGoAwayCode? _goAway;

    public bool IsQueued { get; set; }

    private bool HasNext => _pong is not null || _ping is not null || _refusals.Count > 0 || _goAway is not null;

    /// <summary>Asks. As with all of these, <see cref="SecuredLinkWriter.Flush"/> comes next.</summary>
    public void Ping(uint value)
    {
        lock (writer.Sync)
        {
            _ping = value;
            writer.Enqueue(this);
        }
    }

    /// <summary>Answers a ping. Of several that wait, the last is answered: it proves as much as all of them.</summary>
    public void Pong(uint value)
    {
        lock (writer.Sync)
        {
            _pong = value;
            writer.Enqueue(this);
        }
    }

    public void GoAway(YamuxGoAwayCode code)
    {
        lock (writer.Sync)
        {
            _goAway = code;
            writer.Enqueue(this);
        }
    }

    /// <summary>Resets a stream that was not accepted.</summary>
    /// <exception cref="ProtocolViolationException">Too many wait already.</exception>
    public void Refuse(uint streamId)
    {
        lock (writer.Sync)
        {
            if (_refusals.Count == MaxRefusals)
            {
                throw new ProtocolViolationException("The peer opens streams above its limit faster than it is refused.");
            }

            _refusals.Enqueue(streamId);
            writer.Enqueue(this);
        }
    }

    FrameProgress IFrameSource.Emit(RecordBuffer records)
    {
        if (!HasNext)
        {
            return FrameProgress.Finished;
        }

        if (records.Reserve(YamuxFrame.HeaderSize) == 0)
        {
            return FrameProgress.NoRoom;
        }

        YamuxFrame frame = Next();
        frame.Write(records.Take(YamuxFrame.HeaderSize));
        return FrameProgress.More;
    }

    private YamuxFrame Next()
    {
        if (_pong is uint pong)
        {
            _pong = null;
            return new YamuxFrame(YamuxFrameType.Ping, YamuxFlags.Ack, 0, pong);
        }

        if (_ping is uint ping)
        {
            _ping = null;
            return new YamuxFrame(YamuxFrameType.Ping, YamuxFlags.Syn, 0, ping);
        }

        if (_refusals.TryDequeue(out uint refused))
        {
            return new YamuxFrame(YamuxFrameType.WindowUpdate, YamuxFlags.Rst, refused, 0);
        }

        YamuxGoAwayCode code = _goAway!.Value;
        _goAway = null;
        return new YamuxFrame(YamuxFrameType.GoAway, YamuxFlags.None, 0, (uint)code);
    }
}
