using DaaCompute.Net.Consensus.Protocol;
using DaaCompute.Net.Consensus.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Consensus;

/// <summary>A signed vertex has one encoding, or it would have two names.</summary>
[Decodes(typeof(VertexCodec), nameof(VertexCodec.TryDecode))]
[Decodes(typeof(BodyFields), nameof(BodyFields.TryTake))]
internal sealed class VertexTarget : CodecTarget<Vertex>
{
    public override string Name => "consensus-vertex";

    public override AllocationLimit Limit { get; } = new(
        40, 16384, "The body is encoded again to compare; a transaction of one byte, three on the wire, is 24 in a list that doubles.");

    protected override bool IsCanonical => true;

    public override IEnumerable<byte[]> Seeds() => [VertexCodec.Encode(ConsensusSamples.MakeVertex(1))];

    protected override bool TryDecode(ReadOnlySpan<byte> input, out Vertex? value) =>
        VertexCodec.TryDecode(ConsensusSamples.Hash, input.ToArray(), out value);

    protected override byte[] Encode(Vertex value) => VertexCodec.Encode(value);
}
