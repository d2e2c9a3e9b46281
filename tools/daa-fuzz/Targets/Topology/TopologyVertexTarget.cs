using DaaCompute.Net.Topology.State;
using DaaCompute.Net.Topology.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Topology;

/// <summary>A vertex holds no more changes, endorsements and signatures than its bounds say.</summary>
[Decodes(typeof(VertexCodec), nameof(VertexCodec.TryDecode))]
[Decodes(typeof(EndorsementCodec), nameof(EndorsementCodec.TryDecode))]
internal sealed class TopologyVertexTarget : CodecTarget<NetworkStateVertex>
{
    public override string Name => "topology-vertex";

    public override AllocationLimit Limit { get; } = new(
        80, 16384, "An endorsement takes two bytes and is an object; changes are bounded to 256, their endorsements to 256 each.");

    public override IEnumerable<byte[]> Seeds() =>
    [
        VertexCodec.Encode(new NetworkStateVertex(
            -1,
            TopologySamples.Digest(3),
            1_700_000_000_000,
            [
                .. TopologySamples.Statements.Select(statement =>
                    new SignedChange(statement, [new Endorsement(0, 1, TopologySamples.Endorsement.Path)])),
            ],
            [TopologySamples.Endorsement.Signature])),
    ];

    protected override bool TryDecode(ReadOnlySpan<byte> input, out NetworkStateVertex? value) =>
        VertexCodec.TryDecode(input.ToArray(), out value);

    protected override byte[] Encode(NetworkStateVertex value) => VertexCodec.Encode(value);

    protected override void Check(NetworkStateVertex value, ReadOnlySpan<byte> input) => FuzzFindingException.Require(
        value.Changes.Length is > 0 and <= TopologyFields.MaxChanges
            && value.Signatures.Length <= TopologyFields.MaxSignatures
            && value.Changes.All(change => change.Endorsements.Length <= TopologyFields.MaxSignatures
                && change.Endorsements.All(endorsement => endorsement.Path.Length <= BatchTree.MaxPath)),
        "a vertex is beyond its bounds");
}
