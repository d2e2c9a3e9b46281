using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Storage;

/// <summary>Checks the options at start and names each setting that is wrong by its full path.</summary>
internal sealed class StateStoreOptionsValidator : IValidateOptions<StateStoreOptions>
{
    private readonly StateStoreOptionsRules _rules = new();

    public ValidateOptionsResult Validate(string? name, StateStoreOptions options)
    {
        // The generated check names the property by its class; the setting's path is what helps.
        List<string> failures =
        [
            .. (_rules.Validate(name: null, options).Failures ?? []).Select(static failure => failure.Replace(
                nameof(StateStoreOptions) + ".", StateStoreOptions.SectionName + ":", StringComparison.Ordinal)),
        ];
        if (options.Path is not null && string.IsNullOrWhiteSpace(options.Path))
        {
            failures.Add($"{StateStoreOptions.PathSetting} must not be empty; leave it out, or name a file.");
        }

        if (options.MaxBatchBytes < options.MaxValueLength + (long)options.MaxKeyLength)
        {
            failures.Add(
                $"{StateStoreOptions.SectionName}:{nameof(StateStoreOptions.MaxBatchBytes)} ({options.MaxBatchBytes}) must be ≥ "
                + $"{nameof(StateStoreOptions.MaxKeyLength)} + {nameof(StateStoreOptions.MaxValueLength)} "
                + $"({options.MaxKeyLength + (long)options.MaxValueLength}), or some pairs could never be stored.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
