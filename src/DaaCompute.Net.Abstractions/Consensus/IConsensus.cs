using System.Collections.Immutable;

namespace DaaCompute.Net.Consensus;

/// <summary>Agreement on one order of opaque proposals.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public interface IConsensus
{
    /// <summary>How consensus stands on this node.</summary>
    ConsensusStatus Status { get; }

    /// <summary>The newest certificate of the agreed state, or null before the first.</summary>
    ConsensusProof? LatestProof { get; }

    /// <summary>Validators that are proved to have equivocated, by offender.</summary>
    ImmutableArray<EquivocationProof> Equivocations { get; }

    /// <summary>
    /// Proposes a payload. Returns once it is on its way, not once it is final; it is sent again until it is final or the
    /// node stops. The same payload proposed twice by one node becomes final once.
    /// </summary>
    /// <param name="payload">The payload; copied.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The id under which it will be finalised.</returns>
    /// <exception cref="ProposalRejectedException">This node's own validator refuses it.</exception>
    /// <exception cref="Transport.ResourceLimitException">Too many proposals of this node are not final yet.</exception>
    /// <exception cref="ArgumentException">The payload is empty or larger than a proposal may be; the exception names the setting.</exception>
    ValueTask<ProposalId> ProposeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default);

    /// <summary>
    /// Yields final proposals in the one order, without gaps and without dropping any, however slow the reader is: first
    /// those that are final already, then each as it becomes so.
    /// </summary>
    /// <param name="fromHeight">The height of the first one: 0 for all, or the one after the last that was taken in.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ProposalsPrunedException">That height is no longer kept here; thrown while reading as well.</exception>
    ValueTask<ISubscription<Proposal>> SubscribeFinalizedAsync(
        long fromHeight, CancellationToken cancellationToken = default);
}
