namespace DaaCompute.Net.Consensus;

/// <summary>Agreement on one order of opaque proposals.</summary>
public interface IConsensus
{
    /// <summary>Proposes a payload. Returns once it is sent, not once it is final.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The id under which it will be finalised.</returns>
    /// <exception cref="ProposalRejectedException">This node's own validator refuses it.</exception>
    ValueTask<ProposalId> ProposeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken);

    /// <summary>Yields final proposals, in the one order, from the height after the last one this subscriber saw.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask<ISubscription<Proposal>> SubscribeFinalizedAsync(CancellationToken cancellationToken);

    /// <summary>The newest certificate of the agreed state, or null before the first.</summary>
    ConsensusProof? LatestProof { get; }
}
