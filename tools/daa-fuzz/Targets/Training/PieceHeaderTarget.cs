using DaaCompute.Net.Training;
using DaaCompute.Net.Training.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Training;

/// <summary>A piece's header that is read is the one that writing it gives.</summary>
[Decodes(typeof(PieceHeader), nameof(PieceHeader.TryRead))]
internal sealed class PieceHeaderTarget : CodecTarget<PieceHeader>
{
    public override string Name => "piece-header";

    protected override bool IsCanonical => true;

    public override IEnumerable<byte[]> Seeds() =>
        [Encode(new PieceHeader(PieceHeader.Float32, ReduceOperation.Mean, 3, 4, 5, 1000, 250, 1000))];

    protected override bool TryDecode(ReadOnlySpan<byte> input, out PieceHeader value)
    {
        value = default;
        return input.Length <= PieceHeader.Size && PieceHeader.TryRead(input, out value);
    }

    protected override byte[] Encode(PieceHeader value)
    {
        byte[] header = new byte[PieceHeader.Size];
        value.Write(header);
        return header;
    }
}
