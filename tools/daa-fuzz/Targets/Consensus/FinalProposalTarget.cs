using DaaCompute.Net.Consensus;
using DaaCompute.Net.Consensus.Runtime;
using DaaCompute.Net.Consensus.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Consensus;

/// <summary>A final proposal, as peers send it and as it is stored.</summary>
[Decodes(typeof(ProposalCodec), nameof(ProposalCodec.TryDecode))]
[Decodes(typeof(LogEntry), nameof(LogEntry.TryRead))]
internal sealed class FinalProposalTarget : CodecTarget<Proposal>
{
    public override string Name => "consensus-proposal";

    public override AllocationLimit Limit { get; } = new(4, 8192, "The hash's object beside the payload's copy.");

    public override IEnumerable<byte[]> Seeds() =>
    [
        ProposalCodec.Encode(new Proposal(
            default, ConsensusSamples.Peer, new byte[] { 1, 2, 3 }, new VertexId(ConsensusSamples.Digest(9)), 0)),
    ];

    protected override bool TryDecode(ReadOnlySpan<byte> input, out Proposal? value) =>
        ProposalCodec.TryDecode(ConsensusSamples.Hash, input, 0, out value);

    protected override byte[] Encode(Proposal value) => ProposalCodec.Encode(value);

    protected override void Check(Proposal value, ReadOnlySpan<byte> input)
    {
        byte[] stored = [.. new byte[ContentDigest.Size], .. input];
        FuzzFindingException.Require(
            LogEntry.TryRead(ConsensusSamples.Hash, stored, 0, out LogEntry? entry) && entry.Proposal.Id == value.Id,
            "what was stored is not what was sent");
    }
}
