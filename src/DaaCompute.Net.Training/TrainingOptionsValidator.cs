using DaaCompute.Net.Training.Protocol;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Training;

internal sealed class TrainingOptionsValidator : IValidateOptions<TrainingOptions>
{
    private const string Path = "DaaCompute:Training";

    public ValidateOptionsResult Validate(string? name, TrainingOptions options)
    {
        // The generated check names the property by its class; the setting's path is what helps.
        ValidateOptionsResult ranges = new TrainingRangeValidator().Validate(name: null, options);
        if (ranges.Failed)
        {
            return ValidateOptionsResult.Fail(ranges.Failures.Select(failure =>
                failure.Replace(nameof(TrainingOptions) + ".", Path + ":", StringComparison.Ordinal)
                    .Replace(nameof(AllReduceOptions) + ".", Path + ":AllReduce:", StringComparison.Ordinal)));
        }

        if (options.MaxClockSkew <= TimeSpan.Zero || options.MaxClockSkew > TimeSpan.FromDays(1))
        {
            return ValidateOptionsResult.Fail($"{Path}:MaxClockSkew must be above 0 and at most 1 day.");
        }

        return AllReduceOptionsRule.FindError(options.AllReduce, $"{Path}:AllReduce") is { } error
            ? ValidateOptionsResult.Fail(error)
            : ValidateOptionsResult.Success;
    }
}
