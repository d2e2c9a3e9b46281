using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Tests.Protocol;

public sealed class YamuxSessionTests
{
    private static readonly YamuxLimits Limits = new(MaxInboundStreams: 2, MaxStreamWindow: 16 * 1024 * 1024);

    [Theory]
    [InlineData(true, 1, 3)]
    [InlineData(false, 2, 4)]
    public void Announce_TwoStreams_CountsByTwo(bool isOutbound, uint first, uint second)
    {
        YamuxSession session = new(isOutbound, Limits);
        YamuxStreamState late = session.Open();
        YamuxStreamState early = session.Open();

        Assert.Equal(YamuxFlags.Syn, session.Announce(early));
        Assert.Equal(YamuxFlags.Syn, session.Announce(late));
        Assert.Equal(YamuxFlags.None, session.Announce(late));
        Assert.Equal((first, second), (early.Id, late.Id));
    }

    [Fact]
    public void Receive_MoreStreamsThanAllowed_RefusesOnlyThose()
    {
        YamuxSession session = new(isOutbound: true, Limits);
        Assert.Equal(YamuxEffects.Opened, session.Receive(Open(2)).Effects);
        Assert.Equal(YamuxEffects.Opened, session.Receive(Open(4)).Effects);
        Assert.Equal(YamuxEffects.Refused, session.Receive(Open(6)).Effects);
        Assert.Equal(2, session.InboundStreams);
    }

    [Fact]
    public void Receive_DataBeyondTheWindow_IsViolation()
    {
        YamuxSession session = new(isOutbound: true, Limits);
        session.Receive(Open(2));
        session.Receive(Data(2, YamuxReceiveWindow.Initial));
        Assert.Throws<ProtocolViolationException>(() => session.Receive(Data(2, 1)));
    }

    [Fact]
    public void Receive_DataAfterFin_IsViolation()
    {
        YamuxSession session = new(isOutbound: true, Limits);
        session.Receive(Open(2));
        YamuxInbound end = session.Receive(new YamuxFrame(YamuxFrameType.WindowUpdate, YamuxFlags.Fin, 2, 0));
        Assert.Equal(YamuxEffects.Ended, end.Effects);
        Assert.Throws<ProtocolViolationException>(() => session.Receive(Data(2, 1)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Receive_DataForAStreamThatNeverWas_IsViolation(uint id) => Assert.Throws<ProtocolViolationException>(
        () => new YamuxSession(isOutbound: true, Limits).Receive(Data(id, 1)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Receive_OpenOfWrongParityOrTwice_IsViolation(uint id)
    {
        YamuxSession session = new(isOutbound: true, Limits);
        session.Receive(Open(2));
        Assert.Throws<ProtocolViolationException>(() => session.Receive(Open(id)));
    }

    [Fact]
    public void Receive_CreditBeyond32Bits_IsViolation()
    {
        YamuxSession session = new(isOutbound: true, Limits);
        session.Receive(Open(2));
        Assert.Throws<ProtocolViolationException>(
            () => session.Receive(new YamuxFrame(YamuxFrameType.WindowUpdate, YamuxFlags.None, 2, uint.MaxValue)));
    }

    [Fact]
    public void Receive_FrameForAStreamThatIsGone_IsSkipped()
    {
        YamuxSession session = new(isOutbound: true, Limits);
        YamuxStreamState stream = session.Receive(Open(2)).Stream!;
        session.Reset(stream);
        YamuxInbound late = session.Receive(Data(2, 10));
        Assert.Equal(YamuxEffects.Payload, late.Effects);
        Assert.Null(late.Stream);
        Assert.Equal(0, session.InboundStreams);
    }

    [Fact]
    public void Receive_GoAwayWithAnError_IsViolation() => Assert.Throws<ProtocolViolationException>(
        () => new YamuxSession(isOutbound: true, Limits).Receive(new YamuxFrame(YamuxFrameType.GoAway, YamuxFlags.None, 0, 1)));

    private static YamuxFrame Open(uint id) => new(YamuxFrameType.WindowUpdate, YamuxFlags.Syn, id, 0);

    private static YamuxFrame Data(uint id, uint length) => new(YamuxFrameType.Data, YamuxFlags.None, id, length);
}
