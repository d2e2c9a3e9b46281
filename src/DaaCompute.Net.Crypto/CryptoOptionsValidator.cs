using DaaCompute.Net.Crypto.Aead;
using DaaCompute.Net.Crypto.Kem;
using DaaCompute.Net.Crypto.Signatures;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Crypto;

/// <summary>
/// Refuses, at start, what is out of range and any provider that was asked for and does not run here: nothing falls back
/// silently.
/// </summary>
internal sealed class CryptoOptionsValidator : IValidateOptions<CryptoOptions>
{
    private const string Requirement = "it needs OpenSSL 3.5 or later, or Windows 11 24H2";

    public ValidateOptionsResult Validate(string? name, CryptoOptions options)
    {
        // The generated check names the property by its class and drops an ErrorMessage; the setting's path is what helps.
        List<string> failures =
        [
            .. (new CryptoOptionsRanges().Validate(name: null, options).Failures ?? [])
                .Select(static failure => failure.Replace(
                    nameof(CryptoOptions) + ".", CryptoOptions.SectionName + ":", StringComparison.Ordinal)),
        ];
        Check(options.KeyEncapsulation, nameof(CryptoOptions.KeyEncapsulation), PlatformMlKem768.IsSupported, Requirement);
        Check(options.Signatures, nameof(CryptoOptions.Signatures), PlatformMlDsa65.IsSupported, Requirement);
        Check(
            options.AuthenticatedCipher,
            nameof(CryptoOptions.AuthenticatedCipher),
            ChaCha20Poly1305Cipher.IsSupported,
            "this platform's library has no ChaCha20-Poly1305");
        if (options is { DeterministicSignatures: true, Signatures: CryptoProvider.Platform })
        {
            failures.Add(
                $"{CryptoOptions.SectionName}:{nameof(CryptoOptions.DeterministicSignatures)} cannot be true with "
                + $"{CryptoOptions.SectionName}:{nameof(CryptoOptions.Signatures)} Platform, which always hedges; use BouncyCastle.");
        }

        if (options.IdentityPath is "" || options.IdentityPassphrase is "")
        {
            failures.Add(
                $"{CryptoOptions.SectionName}:{nameof(CryptoOptions.IdentityPath)} and "
                + $"{CryptoOptions.SectionName}:{nameof(CryptoOptions.IdentityPassphrase)} must not be empty; leave out what is not meant.");
        }

        if (options is { IdentityPath: null, IdentityPassphrase: not null })
        {
            failures.Add(
                $"{CryptoOptions.SectionName}:{nameof(CryptoOptions.IdentityPassphrase)} is set, but "
                + $"{CryptoOptions.SectionName}:{nameof(CryptoOptions.IdentityPath)}, the file it would protect, is not.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(CryptoProvider provider, string setting, bool isSupported, string requirement)
        {
            if (!Enum.IsDefined(provider))
            {
                failures.Add($"{CryptoOptions.SectionName}:{setting} must be Automatic, BouncyCastle or Platform.");
            }
            else if (provider == CryptoProvider.Platform && !isSupported)
            {
                failures.Add(
                    $"{CryptoOptions.SectionName}:{setting} asks for Platform, which does not run here: {requirement}. "
                    + "Set it to Automatic or BouncyCastle.");
            }
        }
    }
}
