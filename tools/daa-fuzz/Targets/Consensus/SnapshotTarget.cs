using DaaCompute.Net.Consensus;
using DaaCompute.Net.Consensus.Protocol;
using DaaCompute.Net.Consensus.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Consensus;

/// <summary>An engine's snapshot.</summary>
[Decodes(typeof(SnapshotCodec), nameof(SnapshotCodec.TryDecode))]
internal sealed class SnapshotTarget : CodecTarget<EngineSnapshot>
{
    public override string Name => "consensus-snapshot";

    public override AllocationLimit Limit { get; } = new(6, 8192, "A vertex of 38 bytes is 48 in an array that doubles.");

    public override IEnumerable<byte[]> Seeds() =>
        [SnapshotCodec.Encode(new EngineSnapshot(8, [new VertexRef(1, 7, new VertexId(ConsensusSamples.Digest(1)))]))];

    protected override bool TryDecode(ReadOnlySpan<byte> input, out EngineSnapshot? value) =>
        SnapshotCodec.TryDecode(input, out value);

    protected override byte[] Encode(EngineSnapshot value) => SnapshotCodec.Encode(value);
}
