using DaaCompute.Net.Topology.State;
using DaaCompute.Net.Topology.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Topology;

/// <summary>What is signed is what is read: a statement has one subject, and its encoding comes back.</summary>
[Decodes(typeof(StatementCodec), nameof(StatementCodec.TryDecode))]
[Decodes(typeof(StatementCodec), nameof(StatementCodec.TryDecodeNode))]
[Decodes(typeof(StatementCodec), nameof(StatementCodec.TryDecodeLink))]
[Decodes(typeof(StatementCodec), nameof(StatementCodec.TryReadPeer))]
internal sealed class TopologyStatementTarget : CodecTarget<TopologyStatement>
{
    public override string Name => "topology-statement";

    public override IEnumerable<byte[]> Seeds() => TopologySamples.Statements.Select(StatementCodec.Encode);

    protected override bool TryDecode(ReadOnlySpan<byte> input, out TopologyStatement? value) =>
        StatementCodec.TryDecode(input, out value);

    protected override byte[] Encode(TopologyStatement value) => StatementCodec.Encode(value);

    protected override void Check(TopologyStatement value, ReadOnlySpan<byte> input) => FuzzFindingException.Require(
        input.IndexOf(value.Subject.First.Bytes.Span) >= 0 && value.ValidThrough >= -1,
        "a statement names somebody who is not in it");
}
