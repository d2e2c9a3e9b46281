using DaaCompute.Net.Crypto.Aead;
using DaaCompute.Net.Crypto.Diagnostics;
using DaaCompute.Net.Crypto.Entropy;
using DaaCompute.Net.Crypto.Envelopes;
using DaaCompute.Net.Crypto.Hashing;
using DaaCompute.Net.Crypto.Identity;
using DaaCompute.Net.Crypto.Kem;
using DaaCompute.Net.Crypto.Protocol;
using DaaCompute.Net.Crypto.Signatures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Crypto;

/// <summary>Gives a node its cryptography and its identity.</summary>
public static class CryptoBuilderExtensions
{
    /// <summary>What is added to the path of the identity for the file of the alias.</summary>
    private const string ClassicalSuffix = ".ed25519";

    /// <summary>
    /// Adds entropy, ML-KEM-768, ML-DSA-65, the ciphers, BLAKE3, the identity, signature checks and signed envelopes;
    /// whatever the host has registered before stays.
    /// </summary>
    /// <remarks>
    /// AES-256-GCM is the keyed <see cref="IAuthenticatedCipher"/> <c>AESGCM</c>, Ed25519 the keyed
    /// <see cref="ISignatureScheme"/> <c>Ed25519</c>, and where the alias is kept the <see cref="IIdentityStore"/> of that key.
    /// </remarks>
    /// <param name="builder">The node under construction.</param>
    /// <param name="configure">Changes the options; null keeps what configuration gives.</param>
    /// <returns>The same builder.</returns>
    public static IDaaComputeBuilder AddCrypto(this IDaaComputeBuilder builder, Action<CryptoOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        OptionsBuilder<CryptoOptions> options = services.AddOptions<CryptoOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CryptoOptions>, CryptoOptionsValidator>());
        AddPrimitives(services);
        AddIdentity(services);
        AddSecureChannel(services);
        return builder;
    }

    /// <summary>
    /// Lets peers without post-quantum cryptography, such as other libp2p networks', talk to this node. They know it by an
    /// Ed25519 alias, and every connection to one says that it is not post-quantum.
    /// </summary>
    /// <remarks>The same as the setting <c>DaaCompute:Crypto:AllowClassicalPeers</c>.</remarks>
    /// <param name="builder">The node under construction.</param>
    /// <returns>The same builder.</returns>
    public static IDaaComputeBuilder AllowClassicalPeers(this IDaaComputeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure<CryptoOptions>(static options => options.AllowClassicalPeers = true);
        return builder;
    }

    private static void AddPrimitives(IServiceCollection services)
    {
        services.TryAddSingleton<IEntropySource, SystemEntropySource>();
        services.TryAddSingleton(CryptoProviders.CreateKeyEncapsulation);
        services.TryAddSingleton(CryptoProviders.CreateSignatureScheme);
        services.TryAddSingleton(CryptoProviders.CreateCipher);
        services.TryAddSingleton<IContentHash, Blake3ContentHash>();
        services.TryAddSingleton<IKeyedHash, Blake3KeyedHash>();
        services.TryAddKeyedSingleton<IAuthenticatedCipher, AesGcm256Cipher>(AesGcm256Cipher.AlgorithmName);
        services.TryAddKeyedSingleton<ISignatureScheme>(
            Ed25519Scheme.AlgorithmName,
            static (provider, _) => new Ed25519Scheme(provider.GetRequiredService<IEntropySource>()));
    }

    private static void AddIdentity(IServiceCollection services)
    {
        services.TryAddSingleton(static provider => CreateIdentityStore(provider, provider.GetRequiredService<ISignatureScheme>()));
        services.TryAddKeyedSingleton(
            Ed25519Scheme.AlgorithmName,
            static (provider, _) => CreateIdentityStore(provider, ClassicalSchemeOf(provider), ClassicalSuffix));
        services.TryAddSingleton(static provider => provider.GetRequiredService<IIdentityStore>().LoadOrCreate());
        services.TryAddSingleton(CreateVerifier);
        services.TryAddSingleton<ISignedEnvelopes, SignedEnvelopes>();
    }

    // Several protocols may be registered, best first; only ours is offered unless the host adds others.
    private static void AddSecureChannel(IServiceCollection services)
    {
        services.TryAddSingleton(static provider => new NoiseSuite(
            provider.GetRequiredService<IKeyEncapsulation>(),
            provider.GetRequiredService<IAuthenticatedCipher>(),
            provider.GetRequiredService<ISignatureVerifier>(),
            provider.GetRequiredService<IEntropySource>()));
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<ISecureChannelFactory, NoiseChannelFactory>(static provider => new NoiseChannelFactory(
                NoiseProtocol.PostQuantum,
                provider.GetRequiredService<NoiseSuite>(),
                provider.GetRequiredService<INodeIdentity>())));

        // Null is what GetService says for a service that is not there: whether this one is, options decide.
        services.TryAddSingleton<IClassicalAlias>(static provider => CreateAlias(provider)!);
    }

    private static ClassicalAlias? CreateAlias(IServiceProvider provider)
    {
        if (!provider.GetRequiredService<IOptions<CryptoOptions>>().Value.AllowClassicalPeers)
        {
            return null;
        }

        INodeIdentity identity =
            provider.GetRequiredKeyedService<IIdentityStore>(Ed25519Scheme.AlgorithmName).LoadOrCreate();
        CryptoProviders.LoggerOf(provider).ClassicalPeersAllowed(identity.PeerId);
        return new ClassicalAlias(identity, provider.GetRequiredService<NoiseSuite>());
    }

    private static ISignatureScheme ClassicalSchemeOf(IServiceProvider provider) =>
        provider.GetRequiredKeyedService<ISignatureScheme>(Ed25519Scheme.AlgorithmName);

    private static IIdentityStore CreateIdentityStore(
        IServiceProvider provider, ISignatureScheme scheme, string suffix = "")
    {
        CryptoOptions options = provider.GetRequiredService<IOptions<CryptoOptions>>().Value;
        ILogger logger = CryptoProviders.LoggerOf(provider);
        return options.IdentityPath is null
            ? new EphemeralIdentityStore(scheme, logger)
            : new FileIdentityStore(
                scheme,
                provider.GetRequiredService<IEntropySource>(),
                options.IdentityPath + suffix,
                options.IdentityPassphrase,
                logger);
    }

    private static ISignatureVerifier CreateVerifier(IServiceProvider provider)
    {
        CryptoOptions options = provider.GetRequiredService<IOptions<CryptoOptions>>().Value;
        List<ISignatureScheme> schemes = [provider.GetRequiredService<ISignatureScheme>()];
        if (options.AllowClassicalPeers)
        {
            schemes.Add(ClassicalSchemeOf(provider));
        }

        return new SignatureVerifier(schemes, options.VerificationKeyCacheSize);
    }
}
