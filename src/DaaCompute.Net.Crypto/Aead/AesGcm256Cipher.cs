using System.Security.Cryptography;

namespace DaaCompute.Net.Crypto.Aead;

/// <summary>The platform's AES-256-GCM (SP 800-38D): the faster suite where both ends have AES instructions.</summary>
internal sealed class AesGcm256Cipher : IAuthenticatedCipher
{
    public const string AlgorithmName = "AESGCM";

    public static bool IsSupported => AesGcm.IsSupported;

    public string Name => AlgorithmName;

    public string Provider => nameof(CryptoProvider.Platform);

    public IAuthenticatedCipherKey ImportKey(ReadOnlySpan<byte> key)
    {
        SpanGuard.RequireLength(key, AeadSizes.Key);
        return new AesGcm256Key(new AesGcm(key, AeadSizes.Tag));
    }
}
