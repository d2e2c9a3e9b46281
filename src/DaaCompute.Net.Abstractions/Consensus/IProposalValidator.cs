namespace DaaCompute.Net.Consensus;

/// <summary>The host's rules for what may be proposed. Without one, everything may.</summary>
/// <remarks>
/// A proposal is judged twice. Before it is proposed or passed on, for which no answer binds anybody. And in its place in
/// the agreed order, one at a time, after <see cref="IReplicatedState"/> has taken in every earlier one: there the answer
/// must follow from the earlier proposals and this one alone, for every replica decides for itself and all must decide
/// alike. A proposal that is refused there gets no height.
/// </remarks>
public interface IProposalValidator
{
    /// <summary>Whether a payload keeps the invariants.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="proposer">Who proposes it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<bool> ValidateAsync(ReadOnlyMemory<byte> payload, PeerId proposer, CancellationToken cancellationToken);
}
