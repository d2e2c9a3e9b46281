namespace DaaCompute.Net.Consensus;

/// <summary>What final proposals change. Optional: without one, the agreed order itself is the state.</summary>
/// <remarks>
/// Called by one caller at a time, in the agreed order, each proposal before the next one is validated; so an
/// <see cref="IProposalValidator"/> may judge a proposal by the state that all earlier ones left. Proposals from
/// <see cref="NextHeight"/> on are given again after a restart.
/// </remarks>
public interface IReplicatedState
{
    /// <summary>The height of the first proposal that was not applied yet; 0 for a state that begins empty.</summary>
    long NextHeight { get; }

    /// <summary>Takes the next proposal in.</summary>
    /// <param name="proposal">The proposal, of height <see cref="NextHeight"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask ApplyAsync(Proposal proposal, CancellationToken cancellationToken);
}
