using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Transport;

/// <summary>The checks that the options' attributes ask for.</summary>
[OptionsValidator]
internal sealed partial class TransportOptionsRules : IValidateOptions<TransportOptions>
{
}
