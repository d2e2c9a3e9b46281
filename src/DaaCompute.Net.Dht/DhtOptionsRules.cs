using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Dht;

/// <summary>The checks that the options' attributes ask for.</summary>
[OptionsValidator]
internal sealed partial class DhtOptionsRules : IValidateOptions<DhtOptions>
{
}
