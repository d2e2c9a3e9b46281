namespace DaaCompute.Net.Consensus;

/// <summary>Who may vote: an allow list, stake, or whatever the host goes by. Raw node ids are never counted.</summary>
/// <remarks>
/// Validators need not agree beforehand: an epoch ends when validators of a quorum's weight have each called for the same
/// next set, in the agreed order.
/// </remarks>
public interface IValidatorAdmission
{
    /// <summary>The set this validator would have vote next.</summary>
    /// <param name="current">The set that votes now.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The next epoch's set, or null to leave it as it is.</returns>
    ValueTask<ValidatorSet?> ProposeNextAsync(ValidatorSet current, CancellationToken cancellationToken);

    /// <summary>Whether this validator joins another's call for a set.</summary>
    /// <param name="current">The set that votes now.</param>
    /// <param name="next">The set that another validator called for.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<bool> AdmitsAsync(ValidatorSet current, ValidatorSet next, CancellationToken cancellationToken);
}
