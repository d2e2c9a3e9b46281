using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Crypto;

/// <summary>Checks the ranges of <see cref="CryptoOptions"/>.</summary>
[OptionsValidator]
internal sealed partial class CryptoOptionsRanges : IValidateOptions<CryptoOptions>
{
}
