using DaaCompute.Net.Topology.State;
using DaaCompute.Net.Topology.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Topology;

/// <summary>An entry that the disk gives back is one that the state can hold: a member's key is its own.</summary>
[Decodes(typeof(RecordCodec), nameof(RecordCodec.TryDecode))]
internal sealed class TopologyRecordTarget : CodecTarget<StateRecord>
{
    public override string Name => "topology-record";

    public override AllocationLimit Limit { get; } = new(
        8, 16384, "A key is kept decoded, and a second one in the same entry is decoded before it is refused.");

    public override IEnumerable<byte[]> Seeds() => TopologySamples.Records.Select(RecordCodec.Encode);

    protected override bool TryDecode(ReadOnlySpan<byte> input, out StateRecord? value) => RecordCodec.TryDecode(input, out value);

    protected override byte[] Encode(StateRecord value) => RecordCodec.Encode(value);

    protected override void Check(StateRecord value, ReadOnlySpan<byte> input) => FuzzFindingException.Require(
        value is not StoredMember { Member: MemberRecord member } || member.Key.PeerId == member.Info.Id,
        "a member has somebody else's key");
}
