using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Consensus.Protocol;
using DaaCompute.Net.Consensus.Wire;

namespace DaaCompute.Net.Consensus.Runtime;

/// <summary>Checks certificates and proofs by validators' keys alone.</summary>
internal sealed class ConsensusVerifier(ConsensusSignatures signatures) : IConsensusVerifier
{
    public bool TryVerifyProof(
        ReadOnlyMemory<byte> encoded, ValidatorSet validators, [NotNullWhen(true)] out ConsensusProof? proof)
    {
        ArgumentNullException.ThrowIfNull(validators);
        proof = encoded.Length <= ConsensusCodec.MaxFrameLength
            && CertificateCodec.TryDecode(encoded.Span, out Certificate? certificate)
            && signatures.IsCertified(certificate, validators)
                ? ProofOf(certificate.Statement, encoded)
                : null;
        return proof is not null;
    }

    public bool TryVerifyEquivocation(
        ReadOnlyMemory<byte> encoded, ValidatorSet validators, [NotNullWhen(true)] out EquivocationProof? proof)
    {
        ArgumentNullException.ThrowIfNull(validators);
        proof = null;
        if (encoded.Length > ConsensusCodec.MaxFrameLength
            || !EquivocationCodec.TryDecode(signatures.Hash, encoded.Span, out long epoch, out Vertex? first, out Vertex? second)
            || epoch != validators.Epoch
            || first.Author >= validators.Count)
        {
            return false;
        }

        Validator author = validators.Validators[first.Author];
        PeerPublicKey? key = author.Key ?? signatures.FindKey(author.Id);
        if (key is not null && signatures.IsSigned(first, key) && signatures.IsSigned(second, key))
        {
            proof = new EquivocationProof(author.Id, epoch, first.Round, first.Id, second.Id, encoded);
        }

        return proof is not null;
    }

    public static ConsensusProof ProofOf(CheckpointStatement statement, ReadOnlyMemory<byte> encoded) =>
        new(statement.Epoch, statement.Height, statement.Chain, encoded);
}
