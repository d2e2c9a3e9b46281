using System.Buffers;
using DaaCompute.Net.Transport;
using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Transport;

/// <summary>A peer's lines, heard by a dialler or a listener: agreed upon is what was offered, and no talk goes on for ever.</summary>
[Decodes(typeof(MultistreamDialer), nameof(MultistreamDialer.Receive))]
[Decodes(typeof(MultistreamListener), nameof(MultistreamListener.Receive))]
internal sealed class NegotiationTarget : IFuzzTarget
{
    private static readonly ProtocolId[] Offers = [new("/a/1.0.0"), new("/b/1.0.0"), new("/c/1.0.0")];

    public string Name => "negotiation";

    public AllocationLimit Limit { get; } = new(
        16, 16384, "Every line is a string, and 32 proposals are answered by as many lines.");

    public IEnumerable<byte[]> Seeds() =>
    [
        [0, .. Lines(MultistreamMessage.Header, "na", Offers[1].Value)],
        [1, .. Lines(MultistreamMessage.Header, "/x", Offers[2].Value)],
        [0, .. Lines(MultistreamMessage.Header, "na", "na", "na")],
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        AllocationMeter meter = AllocationMeter.Start(Limit, input.Length);
        bool dials = (input[0] & 1) == 0;
        MultistreamDialer dialer = new(Offers);
        MultistreamListener listener = new(name => Offers.Any(offer => offer.Value == name));
        ReadOnlySequence<byte> rest = new(input[1..].ToArray());
        ArrayBufferWriter<byte> output = new();
        NegotiationStatus status = NegotiationStatus.Pending;
        int lines = 0;
        try
        {
            while (status == NegotiationStatus.Pending
                && MultistreamMessage.TryRead(rest, out string line, out long consumed))
            {
                rest = rest.Slice(consumed);
                status = dials ? dialer.Receive(line, output) : listener.Receive(line, output);
                lines++;
            }
        }
        catch (ProtocolViolationException)
        {
            return;
        }

        meter.Stop();
        FuzzFindingException.Require(lines <= MultistreamListener.MaxProposals + 1, "the peer proposed without end");
        FuzzFindingException.Require(
            status != NegotiationStatus.Agreed || Offers.Contains(dials ? Offers[dialer.Agreed] : listener.Agreed),
            "something was agreed that nobody offered");
    }

    private static byte[] Lines(params string[] lines)
    {
        ArrayBufferWriter<byte> output = new();
        foreach (string line in lines)
        {
            MultistreamMessage.Write(output, line);
        }

        return output.WrittenSpan.ToArray();
    }
}
