using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Storage;

/// <summary>A store on disk needs a file.</summary>
internal sealed class StateStorePathValidator : IValidateOptions<StateStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, StateStoreOptions options) => options.Path is not null
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"{StateStoreOptions.PathSetting} is not set: name the file of the node's state.");
}
