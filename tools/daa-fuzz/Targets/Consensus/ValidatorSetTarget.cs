using DaaCompute.Net.Consensus;
using DaaCompute.Net.Consensus.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Consensus;

/// <summary>A validator set.</summary>
[Decodes(typeof(ValidatorSetCodec), nameof(ValidatorSetCodec.TryDecode))]
internal sealed class ValidatorSetTarget : CodecTarget<ValidatorSet>
{
    public override string Name => "consensus-validators";

    public override AllocationLimit Limit { get; } = new(
        48, 32768, "Each validator is an object with its id, in a list, an array and a table.");

    public override IEnumerable<byte[]> Seeds() => [ValidatorSetCodec.Encode(ConsensusSamples.Validators, withKeys: true)];

    protected override bool TryDecode(ReadOnlySpan<byte> input, out ValidatorSet? value) =>
        ValidatorSetCodec.TryDecode(input, out value);

    protected override byte[] Encode(ValidatorSet value) => ValidatorSetCodec.Encode(value, withKeys: true);
}
