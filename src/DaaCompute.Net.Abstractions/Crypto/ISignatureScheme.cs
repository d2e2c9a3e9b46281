namespace DaaCompute.Net.Crypto;

/// <summary>A signature scheme, such as ML-DSA-65 (FIPS 204).</summary>
/// <remarks>Safe for concurrent use.</remarks>
public interface ISignatureScheme
{
    /// <summary>The algorithm: <c>ML-DSA-65</c>, <c>Ed25519</c>.</summary>
    string Name { get; }

    /// <summary>Whose code computes it: <c>BouncyCastle</c>, <c>Platform</c>.</summary>
    string Provider { get; }

    /// <summary>The kind of peer key it verifies.</summary>
    PeerKeyType KeyType { get; }

    /// <summary>The size of an encoded public key, in bytes (ML-DSA-65: 1952).</summary>
    int PublicKeySize { get; }

    /// <summary>The size of a signature, in bytes (ML-DSA-65: 3309).</summary>
    int SignatureSize { get; }

    /// <summary>The size of the secret seed, in bytes (32).</summary>
    int SeedSize { get; }

    /// <summary>Makes a fresh key pair.</summary>
    ISigningKey GenerateKey();

    /// <summary>Makes the key pair of a seed.</summary>
    /// <param name="seed">Exactly <see cref="SeedSize"/> bytes.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    ISigningKey ImportSeed(ReadOnlySpan<byte> seed);

    /// <summary>Prepares a peer's key for use, so that many signatures cost one expansion.</summary>
    /// <param name="encoded">The encoded key.</param>
    /// <exception cref="InvalidKeyException">The key fails a check.</exception>
    IVerificationKey ImportPublicKey(ReadOnlySpan<byte> encoded);
}
