using System.Security.Cryptography;

namespace DaaCompute.Net.Crypto.Aead;

/// <summary>The platform's ChaCha20-Poly1305 (RFC 8439): constant time and fast without special hardware.</summary>
internal sealed class ChaCha20Poly1305Cipher : IAuthenticatedCipher
{
    public const string AlgorithmName = "ChaChaPoly";

    public static bool IsSupported => ChaCha20Poly1305.IsSupported;

    public string Name => AlgorithmName;

    public string Provider => nameof(CryptoProvider.Platform);

    public IAuthenticatedCipherKey ImportKey(ReadOnlySpan<byte> key)
    {
        SpanGuard.RequireLength(key, AeadSizes.Key);
        return new ChaCha20Poly1305Key(new ChaCha20Poly1305(key));
    }
}
