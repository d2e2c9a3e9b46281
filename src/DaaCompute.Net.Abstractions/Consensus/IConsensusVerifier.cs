using System.Diagnostics.CodeAnalysis;

namespace DaaCompute.Net.Consensus;

/// <summary>Checks what validators signed, for those who do not vote. Needs nothing but the validators' keys.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public interface IConsensusVerifier
{
    /// <summary>Reads a checkpoint certificate and checks that a quorum signed it.</summary>
    /// <param name="encoded">The certificate, from anybody.</param>
    /// <param name="validators">The validators of its epoch, with their keys.</param>
    /// <param name="proof">The certificate, when the result is true.</param>
    bool TryVerifyProof(
        ReadOnlyMemory<byte> encoded, ValidatorSet validators, [NotNullWhen(true)] out ConsensusProof? proof);

    /// <summary>Reads a proof of equivocation and checks both signatures.</summary>
    /// <param name="encoded">The proof, from anybody.</param>
    /// <param name="validators">The validators of its epoch, with their keys.</param>
    /// <param name="proof">The proof, when the result is true.</param>
    bool TryVerifyEquivocation(
        ReadOnlyMemory<byte> encoded, ValidatorSet validators, [NotNullWhen(true)] out EquivocationProof? proof);
}
