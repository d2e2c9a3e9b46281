using DaaCompute.Net.Crypto;
using DaaCompute.Net.Crypto.Aead;
using DaaCompute.Net.Crypto.Entropy;
using DaaCompute.Net.Crypto.Kem;
using DaaCompute.Net.Crypto.Signatures;

namespace DaaCompute.Net.Benchmarks.Crypto;

/// <summary>The providers that run on this machine.</summary>
internal static class CryptoProviderSource
{
    private static readonly SystemEntropySource Entropy = new();

    public static IEnumerable<CryptoProvider> KeyEncapsulation =>
        PlatformMlKem768.IsSupported
            ? [CryptoProvider.BouncyCastle, CryptoProvider.Platform]
            : [CryptoProvider.BouncyCastle];

    public static IEnumerable<CryptoProvider> Signatures =>
        PlatformMlDsa65.IsSupported
            ? [CryptoProvider.BouncyCastle, CryptoProvider.Platform]
            : [CryptoProvider.BouncyCastle];

    public static IKeyEncapsulation CreateKeyEncapsulation(CryptoProvider provider) =>
        provider == CryptoProvider.Platform ? new PlatformMlKem768(Entropy) : new BouncyCastleMlKem768(Entropy);

    public static ISignatureScheme CreateSignatures(CryptoProvider provider) =>
        provider == CryptoProvider.Platform ? new PlatformMlDsa65(Entropy) : new BouncyCastleMlDsa65(Entropy);

    public static IAuthenticatedCipher CreateCipher(string name) => name switch
    {
        "ChaChaPoly Platform" => new ChaCha20Poly1305Cipher(),
        "ChaChaPoly BouncyCastle" => new BouncyCastleChaCha20Poly1305Cipher(),
        "AESGCM Platform" => new AesGcm256Cipher(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such cipher."),
    };
}
