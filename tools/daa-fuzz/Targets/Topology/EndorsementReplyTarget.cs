using DaaCompute.Net.Topology.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Topology;

/// <summary>A reply is an endorsement or a refusal, never both and never neither.</summary>
[Decodes(typeof(EndorsementReply), nameof(EndorsementReply.TryDecode))]
internal sealed class EndorsementReplyTarget : CodecTarget<EndorsementReply>
{
    public override string Name => "endorsement-reply";

    public override AllocationLimit Limit { get; } = new(
        16, 8192, "An endorsement that comes again is decoded again before the last one counts.");

    public override IEnumerable<byte[]> Seeds() =>
    [
        new EndorsementReply(TopologySamples.Endorsement, EndorsementRefusal.None).Encode(),
        new EndorsementReply(null, EndorsementRefusal.Busy).Encode(),
    ];

    protected override bool TryDecode(ReadOnlySpan<byte> input, out EndorsementReply? value) =>
        EndorsementReply.TryDecode(input.ToArray(), out value);

    protected override byte[] Encode(EndorsementReply value) => value.Encode();

    protected override void Check(EndorsementReply value, ReadOnlySpan<byte> input) => FuzzFindingException.Require(
        value.Endorsement is null != (value.Refusal == EndorsementRefusal.None), "a reply says both or nothing");
}
