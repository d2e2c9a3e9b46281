using DaaCompute.Net.Consensus;
using DaaCompute.Net.Consensus.Runtime;
using DaaCompute.Net.Consensus.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Consensus;

/// <summary>A certificate: what was read is what is verified.</summary>
[Decodes(typeof(CertificateCodec), nameof(CertificateCodec.TryDecode))]
[Decodes(typeof(CertificateCodec), nameof(CertificateCodec.TryDecodeStatement))]
[Decodes(typeof(ConsensusVerifier), nameof(ConsensusVerifier.TryVerifyProof))]
internal sealed class CertificateTarget : CodecTarget<Certificate>
{
    public override string Name => "consensus-certificate";

    public override AllocationLimit Limit { get; } = new(
        16, 16384, "A signature of one byte, five on the wire, is an array and a place in a list that doubles.");

    public override IEnumerable<byte[]> Seeds() =>
        [CertificateCodec.Encode(ConsensusSamples.Statement, [(0, new byte[64]), (3, new byte[64])])];

    protected override bool TryDecode(ReadOnlySpan<byte> input, out Certificate? value) =>
        CertificateCodec.TryDecode(input, out value);

    protected override byte[] Encode(Certificate value) => CertificateCodec.Encode(value.Statement, value.Signatures);

    protected override void Check(Certificate value, ReadOnlySpan<byte> input)
    {
        ConsensusVerifier verifier = new(ConsensusSamples.Signatures);
        if (verifier.TryVerifyProof(input.ToArray(), ConsensusSamples.Validators, out ConsensusProof? proof))
        {
            FuzzFindingException.Require(proof.Height == value.Statement.Height, "another height is proved than was read");
        }
    }
}
