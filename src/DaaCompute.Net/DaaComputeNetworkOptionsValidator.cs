using Microsoft.Extensions.Options;

namespace DaaCompute.Net;

/// <summary>Checks <see cref="DaaComputeNetworkOptions"/>, naming the setting in every message.</summary>
internal sealed class DaaComputeNetworkOptionsValidator : IValidateOptions<DaaComputeNetworkOptions>
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromMinutes(5);

    public ValidateOptionsResult Validate(string? name, DaaComputeNetworkOptions options) =>
        options.StopTimeout >= TimeSpan.Zero && options.StopTimeout <= LongestStop
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"DaaCompute:StopTimeout must be between 0 and {LongestStop}, not {options.StopTimeout}.");
}
