using System.Security.Cryptography;
using BouncyX25519 = Org.BouncyCastle.Math.EC.Rfc7748.X25519;

namespace DaaCompute.Net.Crypto.KeyAgreement;

/// <summary>An X25519 key pair; the private half is zeroed when disposed.</summary>
/// <remarks>Source: RFC 7748. Pinned, so that the collector leaves no copies of the scalar behind.</remarks>
internal sealed class X25519PrivateKey : IDisposable
{
    /// <summary>The size of a private key, a public key and a shared secret, in bytes.</summary>
    public const int Size = 32;

    private readonly byte[] _scalar = GC.AllocateUninitializedArray<byte>(Size, pinned: true);
    private readonly byte[] _publicKey = new byte[Size];

    private X25519PrivateKey()
    {
    }

    /// <summary>The public key: 32 bytes.</summary>
    public ReadOnlySpan<byte> PublicKey => _publicKey;

    /// <summary>Makes a fresh key pair.</summary>
    public static X25519PrivateKey Generate(IEntropySource entropy)
    {
        X25519PrivateKey key = new();
        entropy.Fill(key._scalar);
        BouncyX25519.ScalarMultBase(key._scalar, key._publicKey);
        return key;
    }

    /// <summary>Computes the secret shared with the holder of <paramref name="publicKey"/>.</summary>
    /// <param name="publicKey">The other side's public key: 32 bytes.</param>
    /// <param name="sharedSecret">32 bytes; zeros when the result is false.</param>
    /// <returns>
    /// False when the secret is all zeros: the other side sent a point of small order, and the secret would not depend
    /// on our key (RFC 7748, section 6.1).
    /// </returns>
    public bool TryAgree(ReadOnlySpan<byte> publicKey, Span<byte> sharedSecret)
    {
        BouncyX25519.ScalarMult(_scalar, publicKey, sharedSecret);
        return sharedSecret[..Size].ContainsAnyExcept((byte)0);
    }

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(_scalar);
}
