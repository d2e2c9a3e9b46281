namespace DaaCompute.Net.Consensus;

/// <summary>The default admission policy: the configured validators, and nobody else's wishes.</summary>
internal sealed class AllowListAdmission : IValidatorAdmission
{
    public ValueTask<ValidatorSet?> ProposeNextAsync(ValidatorSet current, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ValidatorSet?>(null);

    public ValueTask<bool> AdmitsAsync(ValidatorSet current, ValidatorSet next, CancellationToken cancellationToken) =>
        ValueTask.FromResult(false);
}
