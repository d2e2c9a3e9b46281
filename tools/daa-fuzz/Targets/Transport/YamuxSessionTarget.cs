using DaaCompute.Net.Transport;
using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Transport;

/// <summary>A session under any frames, and any use of this side between them, keeps its accounts and its limits.</summary>
/// <remarks>The first byte names the side; then come steps: a byte for what this side does, or 0 and a frame's header.</remarks>
[Decodes(typeof(YamuxSession), nameof(YamuxSession.Receive))]
internal sealed class YamuxSessionTarget : IFuzzTarget
{
    private static readonly YamuxLimits Limits = new(MaxInboundStreams: 16, MaxStreamWindow: 1 << 20);

    public string Name => "yamux-session";

    public AllocationLimit Limit { get; } = new(
        256, 16384, "Each frame may open a stream, of which a session bounds the number, and one byte opens one here.");

    public IEnumerable<byte[]> Seeds()
    {
        byte[][] frames = [.. new YamuxFrameTarget().Seeds().Select(frame => (byte[])[0, .. frame])];
        yield return [0, .. frames[1], .. frames[2], .. frames[3]];
        yield return [1, 1, .. frames[0], 2, 3, 4, .. frames[2]];
        yield return [1, 1, 2, 3, 4, 5, 6, 7];
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        AllocationMeter meter = AllocationMeter.Start(Limit, input.Length);
        YamuxSession session = new(isOutbound: (input[0] & 1) == 0, Limits);
        List<YamuxStreamState> streams = [];
        try
        {
            for (ReadOnlySpan<byte> rest = input[1..]; !rest.IsEmpty;)
            {
                rest = Step(session, streams, rest);
            }
        }
        catch (ProtocolViolationException)
        {
            // The session ends here.
        }

        meter.Stop();
        Check(session, streams);
    }

    private static ReadOnlySpan<byte> Step(YamuxSession session, List<YamuxStreamState> streams, ReadOnlySpan<byte> rest)
    {
        byte step = rest[0];
        rest = rest[1..];
        if (step % 8 == 0)
        {
            if (rest.Length < YamuxFrame.HeaderSize || !YamuxFrame.TryRead(rest, out YamuxFrame frame))
            {
                throw new ProtocolViolationException("no frame");
            }

            YamuxInbound inbound = session.Receive(frame);
            if ((inbound.Effects & YamuxEffects.Opened) != 0)
            {
                streams.Add(inbound.Stream!);
            }

            return rest[YamuxFrame.HeaderSize..];
        }

        if (step % 8 == 1)
        {
            streams.Add(session.Open());
        }
        else if (streams.Count > 0)
        {
            Use(session, streams[step / 8 % streams.Count], step % 8);
        }

        return rest;
    }

    private static void Use(YamuxSession session, YamuxStreamState stream, int use)
    {
        switch (use)
        {
            case 2 when !stream.IsFinished:
                session.Announce(stream);
                break;
            case 3 when !stream.LocalEnded && !stream.IsReset:
                session.EndLocal(stream);
                break;
            case 4:
                session.Reset(stream);
                break;
            case 5 when stream.ReceiveWindow.Available < stream.ReceiveWindow.Size:
                stream.ReceiveWindow.Consume(stream.ReceiveWindow.Size - stream.ReceiveWindow.Available);
                stream.ReceiveWindow.TakeCredit(now: 1, stream.ReceiveWindow.WantedGrowth(now: 2, roundTrip: 1));
                break;
            case 6:
                stream.TakeSendCredit(1000);
                break;
            case 7:
                session.LocalWentAway = true;
                break;
            default:
                break;
        }
    }

    private static void Check(YamuxSession session, List<YamuxStreamState> streams)
    {
        YamuxStreamState[] known = [.. session.Streams];
        FuzzFindingException.Require(
            session.InboundStreams == known.Count(stream => !stream.IsOutbound)
                && session.InboundStreams <= Limits.MaxInboundStreams,
            "the peer's streams are miscounted");
        FuzzFindingException.Require(
            session.OutboundStreams == streams.Count(stream => stream is { IsOutbound: true, IsFinished: false }),
            "our streams are miscounted");
        FuzzFindingException.Require(known.All(stream => !stream.IsFinished), "a finished stream is kept");
        FuzzFindingException.Require(
            streams.All(stream => stream.ReceiveWindow.Size <= Limits.MaxStreamWindow
                && stream.ReceiveWindow.Available <= stream.ReceiveWindow.Size),
            "a window is wider than it may be");
    }
}
