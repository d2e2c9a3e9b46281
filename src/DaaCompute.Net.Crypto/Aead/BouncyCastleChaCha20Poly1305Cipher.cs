namespace DaaCompute.Net.Crypto.Aead;

/// <summary>ChaCha20-Poly1305 in managed code, for platforms without it (browsers, old systems); about a fifth of the speed.</summary>
internal sealed class BouncyCastleChaCha20Poly1305Cipher : IAuthenticatedCipher
{
    public string Name => ChaCha20Poly1305Cipher.AlgorithmName;

    public string Provider => nameof(CryptoProvider.BouncyCastle);

    public IAuthenticatedCipherKey ImportKey(ReadOnlySpan<byte> key)
    {
        SpanGuard.RequireLength(key, AeadSizes.Key);
        return new BouncyCastleChaCha20Poly1305Key(key);
    }
}
