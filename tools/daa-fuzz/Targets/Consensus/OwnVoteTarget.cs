using DaaCompute.Net.Consensus;
using DaaCompute.Net.Consensus.Protocol;
using DaaCompute.Net.Consensus.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Consensus;

/// <summary>A guard file: whole as it was written, or not read.</summary>
[Decodes(typeof(OwnVoteCodec), nameof(OwnVoteCodec.TryDecode))]
internal sealed class OwnVoteTarget : CodecTarget<OwnVote>
{
    private static readonly ContentDigest Epoch = ConsensusSamples.Digest(2);

    public override string Name => "consensus-guard";

    public override IEnumerable<byte[]> Seeds() =>
        [OwnVoteCodec.Encode(ConsensusSamples.Hash, Epoch, new OwnVote(9, new VertexId(ConsensusSamples.Digest(1))))];

    protected override bool TryDecode(ReadOnlySpan<byte> input, out OwnVote? value) =>
        OwnVoteCodec.TryDecode(ConsensusSamples.Hash, input, out _, out value);

    protected override byte[] Encode(OwnVote value) => OwnVoteCodec.Encode(ConsensusSamples.Hash, Epoch, value);
}
