using DaaCompute.Net.Crypto.Kem;
using DaaCompute.Net.Crypto.Tests.Identity;
using DaaCompute.Net.Crypto.Tests.Vectors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Crypto.Tests;

public sealed class CryptoBuilderExtensionsTests
{
    [Fact]
    public void AddCrypto_Defaults_ResolveAndAgree()
    {
        using ServiceProvider services = Build();
        Assert.Equal("BouncyCastle", services.GetRequiredService<IKeyEncapsulation>().Provider);
        Assert.Equal("BouncyCastle", services.GetRequiredService<ISignatureScheme>().Provider);
        Assert.Equal("ChaChaPoly", services.GetRequiredService<IAuthenticatedCipher>().Name);
        Assert.Equal("BLAKE3", services.GetRequiredService<IContentHash>().Name);
        Assert.Equal("AESGCM", services.GetRequiredKeyedService<IAuthenticatedCipher>("AESGCM").Name);
        Assert.Equal(PeerKeyType.Ed25519, services.GetRequiredKeyedService<ISignatureScheme>("Ed25519").KeyType);

        INodeIdentity identity = services.GetRequiredService<INodeIdentity>();
        Assert.Same(identity, services.GetRequiredService<INodeIdentity>());
        byte[] signature = new byte[identity.SignatureSize];
        identity.Sign([1], [2], signature);
        ISignatureVerifier verifier = services.GetRequiredService<ISignatureVerifier>();
        Assert.True(verifier.Verify(identity.PublicKey, [1], [2], signature));

        byte[] envelope = services.GetRequiredService<ISignedEnvelopes>().Seal("test", [3], [4]);
        Assert.True(services.GetRequiredService<ISignedEnvelopes>().TryOpen("test", envelope, out SignedEnvelope? opened));
        Assert.Equal(identity.PeerId, opened.PublicKey.PeerId);
    }

    [Fact]
    public void AddCrypto_SeededEntropy_GivesTheSameIdentity()
    {
        static PeerId IdentityOf(int seed)
        {
            using ServiceProvider services = Build(before: s => s.AddSingleton<IEntropySource>(new CountingEntropySource(seed)));
            return services.GetRequiredService<INodeIdentity>().PeerId;
        }

        Assert.Equal(IdentityOf(1), IdentityOf(1));
        Assert.NotEqual(IdentityOf(1), IdentityOf(2));
    }

    [Fact]
    public void AddCrypto_HostRegisteredItsOwn_KeepsIt()
    {
        BouncyCastleMlKem768 own = new(new CountingEntropySource(1));
        using ServiceProvider services = Build(before: s => s.AddSingleton<IKeyEncapsulation>(own));
        Assert.Same(own, services.GetRequiredService<IKeyEncapsulation>());
    }

    [Fact]
    public void AddCrypto_ClassicalPeers_AreBelievedOnlyWhereAllowed()
    {
        foreach (bool allowed in (bool[])[false, true])
        {
            using ServiceProvider services = Build(options => options.AllowClassicalPeers = allowed);
            ISignatureScheme scheme = services.GetRequiredKeyedService<ISignatureScheme>("Ed25519");
            using ISigningKey key = scheme.GenerateKey();
            byte[] encoded = new byte[scheme.PublicKeySize];
            key.ExportPublicKey(encoded);
            byte[] signature = new byte[scheme.SignatureSize];
            key.Sign([1], [], signature);
            PeerPublicKey peer = new(PeerKeyType.Ed25519, encoded);
            Assert.Equal(allowed, services.GetRequiredService<ISignatureVerifier>().Verify(peer, [1], [], signature));
        }
    }

    [Fact]
    public void AddCrypto_WithoutOptIn_HasNoAlias()
    {
        using ServiceProvider services = Build();

        Assert.Null(services.GetService<IClassicalAlias>());
        Assert.Equal(
            ["/daa/noise-pq/1.0.0"], services.GetServices<ISecureChannelFactory>().Select(channel => channel.Protocol.Value));
    }

    [Fact]
    public void AllowClassicalPeers_WithAFile_KeepsTheAliasBesideTheIdentity()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("identity.pem");
        PeerId[] aliases = [AliasOf(path), AliasOf(path)];

        Assert.Equal(aliases[0], aliases[1]);
        Assert.Equal(PeerKeyType.Ed25519, aliases[0].InlinePublicKey?.Type);
        Assert.Equal([path, path + ".ed25519"], Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal));
        string text = File.ReadAllText(path + ".ed25519");
        byte[] der = Convert.FromBase64String(string.Concat(text.Split('\n').Skip(2).TakeWhile(line => line[0] != '-')));
        Assert.Equal("302E020100300506032B657004220420", Convert.ToHexString(der.AsSpan(0, der.Length - 32)));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path + ".ed25519"));
        }
    }

    [Fact]
    public void AllowClassicalPeers_Envelopes_AreTheAliass()
    {
        using ServiceProvider services = Build(options => options.AllowClassicalPeers = true);
        IClassicalAlias alias = services.GetRequiredService<IClassicalAlias>();

        byte[] sealedBytes = alias.Envelopes.Seal("domain", [1], [2, 3]);

        Assert.True(services.GetRequiredService<ISignedEnvelopes>().TryOpen("domain", sealedBytes, out SignedEnvelope? opened));
        Assert.Equal(alias.Identity.PublicKey, opened.PublicKey);
        Assert.Equal(["/noise-mlkem768-hfs/0.2.0", "/noise"], alias.Channels.Select(channel => channel.Protocol.Value));
        Assert.All(alias.Channels, channel => Assert.False(channel.IsPostQuantum));
    }

    private static PeerId AliasOf(string path)
    {
        TestBuilder builder = new();
        builder.AddCrypto(options => options.IdentityPath = path).AllowClassicalPeers();
        using ServiceProvider services = builder.Services.BuildServiceProvider();
        services.GetRequiredService<INodeIdentity>();
        return services.GetRequiredService<IClassicalAlias>().Identity.PeerId;
    }

    [Fact]
    public void Options_PlatformWhereUnsupported_NameSettingAndFix()
    {
        using ServiceProvider services = Build(options => options.KeyEncapsulation = CryptoProvider.Platform);
        if (PlatformMlKem768.IsSupported)
        {
            Assert.Equal("Platform", services.GetRequiredService<IKeyEncapsulation>().Provider);
            return;
        }

        OptionsValidationException exception =
            Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IKeyEncapsulation>());
        Assert.Contains("DaaCompute:Crypto:KeyEncapsulation asks for Platform", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Set it to Automatic or BouncyCastle", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_OutOfRange_NameTheSetting()
    {
        AssertInvalid(o => o.VerificationKeyCacheSize = 0, "DaaCompute:Crypto:VerificationKeyCacheSize must be between 1 and");
        AssertInvalid(o => o.Signatures = (CryptoProvider)9, "DaaCompute:Crypto:Signatures must be");
        AssertInvalid(o => o.IdentityPassphrase = "secret", "DaaCompute:Crypto:IdentityPath");
        AssertInvalid(o => o.IdentityPath = string.Empty, "DaaCompute:Crypto:IdentityPath");
    }

    [Fact]
    public void AddCrypto_EveryChoice_IsLoggedAndNoSecretIs()
    {
        using ListLoggerFactory log = new();
        byte[] seed = new byte[32];
        new CountingEntropySource(1).Fill(seed);
        using ServiceProvider services = Build(
            options => options.DeterministicSignatures = true,
            collection => collection
                .AddSingleton<ILoggerFactory>(log)
                .AddSingleton<IEntropySource>(new CountingEntropySource(1)));
        PeerId peerId = services.GetRequiredService<INodeIdentity>().PeerId;
        services.GetRequiredService<IKeyEncapsulation>();
        services.GetRequiredService<IAuthenticatedCipher>();
        Assert.Equal([1000, 1001, 1012, 1000, 1000], log.Entries.Select(entry => entry.Id));
        string text = string.Join('\n', log.Entries.Select(entry => entry.Message));
        Assert.Contains("ML-KEM-768 is computed by BouncyCastle (KeyEncapsulation is Automatic)", text, StringComparison.Ordinal);
        Assert.Contains("ML-DSA-65 is computed by BouncyCastle", text, StringComparison.Ordinal);
        Assert.Contains("ChaChaPoly is computed by", text, StringComparison.Ordinal);
        Assert.Contains(peerId.ToString(), text, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexString(seed)[..16], text, StringComparison.OrdinalIgnoreCase);
    }

    private static void AssertInvalid(Action<CryptoOptions> configure, string message)
    {
        using ServiceProvider services = Build(configure);
        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(
            () => services.GetRequiredService<IOptions<CryptoOptions>>().Value);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Build(Action<CryptoOptions>? configure = null, Action<IServiceCollection>? before = null)
    {
        TestBuilder builder = new();
        before?.Invoke(builder.Services);
        builder.AddCrypto(configure);
        return builder.Services.BuildServiceProvider(
            new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    private sealed class TestBuilder : IDaaComputeBuilder
    {
        public IServiceCollection Services { get; } = new ServiceCollection();
    }
}
