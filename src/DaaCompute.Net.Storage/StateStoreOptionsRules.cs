using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Storage;

/// <summary>The checks that the options' attributes ask for.</summary>
[OptionsValidator]
internal sealed partial class StateStoreOptionsRules : IValidateOptions<StateStoreOptions>
{
}
