using DaaCompute.Net.Consensus;
using DaaCompute.Net.Consensus.Protocol;
using DaaCompute.Net.Consensus.Runtime;
using DaaCompute.Net.Consensus.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Consensus;

/// <summary>A proof of equivocation holds two different vertices of one author and round.</summary>
[Decodes(typeof(EquivocationCodec), nameof(EquivocationCodec.TryDecode))]
[Decodes(typeof(ConsensusVerifier), nameof(ConsensusVerifier.TryVerifyEquivocation))]
internal sealed class EquivocationTarget : IFuzzTarget
{
    public string Name => "consensus-equivocation";

    public AllocationLimit Limit { get; } = new(80, 32768, "Two vertices, each with the allocations of one.");

    public IEnumerable<byte[]> Seeds() =>
    [
        EquivocationCodec.Make(ConsensusSamples.Validators, ConsensusSamples.MakeVertex(1), ConsensusSamples.MakeVertex(2))
            .Encoded.ToArray(),
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        AllocationMeter meter = AllocationMeter.Start(Limit, input.Length);
        bool isRead = EquivocationCodec.TryDecode(ConsensusSamples.Hash, input, out _, out Vertex? first, out Vertex? second);
        meter.Stop();
        FuzzFindingException.Require(
            !isRead || (first!.Id != second!.Id && first.Author == second.Author && first.Round == second.Round),
            "what was read proves nothing");
        _ = new ConsensusVerifier(ConsensusSamples.Signatures)
            .TryVerifyEquivocation(input.ToArray(), ConsensusSamples.Validators, out _);
    }
}
