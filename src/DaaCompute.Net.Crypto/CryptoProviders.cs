using DaaCompute.Net.Crypto.Aead;
using DaaCompute.Net.Crypto.Diagnostics;
using DaaCompute.Net.Crypto.Kem;
using DaaCompute.Net.Crypto.Signatures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Crypto;

/// <summary>Turns the settings into providers, and says in the log which.</summary>
internal static class CryptoProviders
{
    public static IKeyEncapsulation CreateKeyEncapsulation(IServiceProvider provider)
    {
        CryptoProvider choice = OptionsOf(provider).KeyEncapsulation;
        IEntropySource entropy = provider.GetRequiredService<IEntropySource>();
        IKeyEncapsulation kem = choice == CryptoProvider.Platform
            ? new PlatformMlKem768(entropy)
            : new BouncyCastleMlKem768(entropy);
        LoggerOf(provider).ProviderChosen(kem.Name, kem.Provider, nameof(CryptoOptions.KeyEncapsulation), choice);
        return kem;
    }

    public static ISignatureScheme CreateSignatureScheme(IServiceProvider provider)
    {
        CryptoOptions options = OptionsOf(provider);
        IEntropySource entropy = provider.GetRequiredService<IEntropySource>();
        ISignatureScheme scheme = options.Signatures == CryptoProvider.Platform
            ? new PlatformMlDsa65(entropy)
            : new BouncyCastleMlDsa65(entropy, options.DeterministicSignatures);
        ILogger logger = LoggerOf(provider);
        logger.ProviderChosen(scheme.Name, scheme.Provider, nameof(CryptoOptions.Signatures), options.Signatures);
        if (options.DeterministicSignatures)
        {
            logger.DeterministicSignatures();
        }

        return scheme;
    }

    public static IAuthenticatedCipher CreateCipher(IServiceProvider provider)
    {
        CryptoProvider choice = OptionsOf(provider).AuthenticatedCipher;
        bool managed = choice == CryptoProvider.BouncyCastle
            || (choice == CryptoProvider.Automatic && !ChaCha20Poly1305Cipher.IsSupported);
        IAuthenticatedCipher cipher = managed ? new BouncyCastleChaCha20Poly1305Cipher() : new ChaCha20Poly1305Cipher();
        LoggerOf(provider).ProviderChosen(
            cipher.Name, cipher.Provider, nameof(CryptoOptions.AuthenticatedCipher), choice);
        return cipher;
    }

    public static ILogger LoggerOf(IServiceProvider provider) =>
        provider.GetService<ILoggerFactory>()?.CreateLogger(CryptoLog.Category) ?? NullLogger.Instance;

    private static CryptoOptions OptionsOf(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<CryptoOptions>>().Value;
}
