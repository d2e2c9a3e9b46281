using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Transport;

/// <summary>A header that is read is the one that writing it gives.</summary>
[Decodes(typeof(YamuxFrame), nameof(YamuxFrame.TryRead))]
internal sealed class YamuxFrameTarget : CodecTarget<YamuxFrame>
{
    public override string Name => "yamux-frame";

    protected override bool IsCanonical => true;

    public override IEnumerable<byte[]> Seeds() => new YamuxFrame[]
    {
        new(YamuxFrameType.Data, YamuxFlags.Syn, 1, 1024),
        new(YamuxFrameType.WindowUpdate, YamuxFlags.Ack, 2, 262_144),
        new(YamuxFrameType.Ping, YamuxFlags.Syn, 0, 7),
        new(YamuxFrameType.GoAway, YamuxFlags.None, 0, 0),
    }.Select(Encode);

    protected override bool TryDecode(ReadOnlySpan<byte> input, out YamuxFrame value)
    {
        value = default;
        return input.Length == YamuxFrame.HeaderSize && YamuxFrame.TryRead(input, out value);
    }

    protected override byte[] Encode(YamuxFrame value)
    {
        byte[] header = new byte[YamuxFrame.HeaderSize];
        value.Write(header);
        return header;
    }
}
