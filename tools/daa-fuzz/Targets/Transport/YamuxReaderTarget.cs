using DaaCompute.Net.Transport;
using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Transport;

/// <summary>Headers are the same however the bytes break: the first byte says how long the pieces are.</summary>
[Decodes(typeof(YamuxFrameReader), nameof(YamuxFrameReader.TryRead))]
internal sealed class YamuxReaderTarget : IFuzzTarget
{
    public string Name => "yamux-reader";

    public AllocationLimit Limit { get; } = new(
        64, 8192, "The target keeps every frame, in a list that grows; the reader itself keeps 12 bytes.");

    public IEnumerable<byte[]> Seeds()
    {
        byte[] frames = [.. new YamuxFrameTarget().Seeds().SelectMany(frame => frame)];
        return [[0, .. frames], [5, .. frames], [13, .. frames[..30]]];
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        byte[] bytes = input[1..].ToArray();
        AllocationMeter meter = AllocationMeter.Start(Limit, input.Length);
        List<YamuxFrame> whole = Read(bytes, bytes.Length, out bool wholeFails);
        meter.Stop();
        List<YamuxFrame> pieces = Read(bytes, 1 + input[0], out bool piecesFail);
        FuzzFindingException.Require(
            wholeFails == piecesFail && whole.SequenceEqual(pieces), "frames depend on where the bytes break");
    }

    private static List<YamuxFrame> Read(byte[] bytes, int pieceLength, out bool fails)
    {
        YamuxFrameReader reader = new();
        List<YamuxFrame> frames = [];
        fails = false;
        try
        {
            for (int offset = 0; offset < bytes.Length; offset += pieceLength)
            {
                Span<byte> piece = bytes.AsSpan(offset, Math.Min(pieceLength, bytes.Length - offset));
                while (reader.TryRead(ref piece, out YamuxFrame frame))
                {
                    frames.Add(frame);
                }
            }
        }
        catch (ProtocolViolationException)
        {
            fails = true;
        }

        return frames;
    }
}
