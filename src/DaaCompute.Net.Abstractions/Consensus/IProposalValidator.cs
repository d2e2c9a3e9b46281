namespace DaaCompute.Net.Consensus;

/// <summary>The host's rules for what may be proposed. Must be deterministic: every validator decides alike.</summary>
public interface IProposalValidator
{
    /// <summary>Whether a payload keeps the invariants.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="proposer">Who proposes it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<bool> ValidateAsync(ReadOnlyMemory<byte> payload, PeerId proposer, CancellationToken cancellationToken);
}
