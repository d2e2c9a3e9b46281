namespace DaaCompute.Net.Crypto;

/// <summary>A key encapsulation mechanism, such as ML-KEM-768 (FIPS 203).</summary>
/// <remarks>Safe for concurrent use. Entropy comes from the <see cref="IEntropySource"/> the provider was made with.</remarks>
public interface IKeyEncapsulation
{
    /// <summary>The algorithm, as Noise or FIPS names it: <c>ML-KEM-768</c>.</summary>
    string Name { get; }

    /// <summary>Whose code computes it: <c>BouncyCastle</c>, <c>Platform</c>.</summary>
    string Provider { get; }

    /// <summary>The size of an encoded encapsulation key, in bytes (ML-KEM-768: 1184).</summary>
    int EncapsulationKeySize { get; }

    /// <summary>The size of a ciphertext, in bytes (ML-KEM-768: 1088).</summary>
    int CiphertextSize { get; }

    /// <summary>The size of a shared secret, in bytes (ML-KEM-768: 32).</summary>
    int SharedSecretSize { get; }

    /// <summary>The size of the seed a key pair is made from, in bytes (ML-KEM-768: 64, d then z).</summary>
    int SeedSize { get; }

    /// <summary>Makes a fresh key pair.</summary>
    IDecapsulationKey GenerateKey();

    /// <summary>Makes the key pair of a seed.</summary>
    /// <param name="seed">Exactly <see cref="SeedSize"/> bytes.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    IDecapsulationKey ImportSeed(ReadOnlySpan<byte> seed);

    /// <summary>Prepares a peer's key for use: lengths and the modulus check of FIPS 203 §7.2 happen here.</summary>
    /// <param name="encoded">The encoded key.</param>
    /// <exception cref="InvalidKeyException">The key fails a check.</exception>
    IEncapsulationKey ImportEncapsulationKey(ReadOnlySpan<byte> encoded);
}
