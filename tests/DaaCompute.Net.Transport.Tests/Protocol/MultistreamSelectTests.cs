using System.Buffers;
using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Tests.Protocol;

public sealed class MultistreamSelectTests
{
    private static readonly ProtocolId First = new("/first/1");
    private static readonly ProtocolId Second = new("/second/1");

    [Fact]
    public void Dialer_SecondOfferAccepted_AgreesOnIt()
    {
        MultistreamDialer dialer = new([First, Second]);
        ArrayBufferWriter<byte> output = new();
        dialer.Start(output);

        Assert.Equal(NegotiationStatus.Pending, dialer.Receive(MultistreamMessage.Header, output));
        Assert.Equal(NegotiationStatus.Pending, dialer.Receive(MultistreamMessage.NotAvailable, output));
        Assert.Equal(NegotiationStatus.Agreed, dialer.Receive(Second.Value, output));
        Assert.Equal(1, dialer.Agreed);
    }

    [Fact]
    public void Dialer_AllOffersDeclined_IsRefused()
    {
        MultistreamDialer dialer = new([First]);
        ArrayBufferWriter<byte> output = new();
        dialer.Receive(MultistreamMessage.Header, output);
        Assert.Equal(NegotiationStatus.Refused, dialer.Receive(MultistreamMessage.NotAvailable, output));
    }

    [Theory]
    [InlineData("/multistream/2.0.0")]
    [InlineData("/first/1")]
    public void Dialer_NoHeader_IsViolation(string line) => Assert.Throws<ProtocolViolationException>(
        () => new MultistreamDialer([First]).Receive(line, new ArrayBufferWriter<byte>()));

    [Fact]
    public void Dialer_AnotherProtocolThanProposed_IsViolation()
    {
        MultistreamDialer dialer = new([First, Second]);
        ArrayBufferWriter<byte> output = new();
        dialer.Receive(MultistreamMessage.Header, output);
        Assert.Throws<ProtocolViolationException>(() => dialer.Receive(Second.Value, output));
    }

    [Fact]
    public void Listener_UnknownThenKnown_AnswersBoth()
    {
        MultistreamListener listener = new(static line => line == "/second/1");
        ArrayBufferWriter<byte> output = new();
        listener.Receive(MultistreamMessage.Header, output);
        Assert.Equal(NegotiationStatus.Pending, listener.Receive("ls", output));
        Assert.Equal(NegotiationStatus.Pending, listener.Receive(First.Value, output));
        Assert.Equal(NegotiationStatus.Agreed, listener.Receive(Second.Value, output));
        Assert.Equal(Second, listener.Agreed);
        Assert.Equal(
            "\u0013/multistream/1.0.0\n\u0003na\n\u0003na\n\u000A/second/1\n"u8.ToArray(), output.WrittenSpan.ToArray());
    }

    [Fact]
    public void Listener_EndlessProposals_IsViolation()
    {
        MultistreamListener listener = new(static _ => false);
        ArrayBufferWriter<byte> output = new();
        listener.Receive(MultistreamMessage.Header, output);
        for (int index = 1; index < MultistreamListener.MaxProposals; index++)
        {
            listener.Receive(First.Value, output);
        }

        Assert.Throws<ProtocolViolationException>(() => listener.Receive(First.Value, output));
    }
}
