using DaaCompute.Net.Consensus.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Consensus;

/// <summary>A frame of the consensus protocol.</summary>
[Decodes(typeof(ConsensusCodec), nameof(ConsensusCodec.TryDecode))]
internal sealed class ConsensusMessageTarget : CodecTarget<ConsensusMessage>
{
    public override string Name => "consensus-message";

    public override AllocationLimit Limit { get; } = new(
        64, 16384, "Each number makes a new record, and an item of no bytes, two on the wire, is 16 in a list that doubles.");

    public override IEnumerable<byte[]> Seeds() =>
    [
        ConsensusCodec.Encode(new ConsensusMessage(ConsensusMessageKind.Hello)
        {
            Epoch = 1,
            Round = 300,
            Height = 20,
            Digest = ConsensusSamples.Digest(1),
        }),
        ConsensusCodec.Encode(new ConsensusMessage(ConsensusMessageKind.Want) { Items = [new byte[32], new byte[32]] }),
    ];

    protected override bool TryDecode(ReadOnlySpan<byte> input, out ConsensusMessage? value) =>
        ConsensusCodec.TryDecode(input.ToArray(), out value);

    protected override byte[] Encode(ConsensusMessage value) => ConsensusCodec.Encode(value);
}
