using System.Security.Cryptography;
using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Simulation.Keys;

/// <summary>INSECURE: stands in for ML-DSA-65 in a simulation, with its sizes and a thousandth of its cost.</summary>
/// <remarks>
/// A "signature" is a hash of public key, context and data, so anybody can make anybody's. It still tells a wrong key,
/// context or message from the right one, which is what protocols under simulation need of it. Never registered outside
/// <see cref="SimulationBuilderExtensions.UseSimulation"/>.
/// </remarks>
internal sealed class SimulatedSignatureScheme(IEntropySource entropy) : ISignatureScheme
{
    public const int PublicKeyBytes = 1952;
    public const int SignatureBytes = 3309;

    public string Name => "ML-DSA-65";

    public string Provider => "Simulated (insecure)";

    public PeerKeyType KeyType => PeerKeyType.MlDsa65;

    public int PublicKeySize => PublicKeyBytes;

    public int SignatureSize => SignatureBytes;

    public int SeedSize => 32;

    public ISigningKey GenerateKey()
    {
        byte[] seed = new byte[SeedSize];
        entropy.Fill(seed);
        return ImportSeed(seed);
    }

    public ISigningKey ImportSeed(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedSize)
        {
            throw new ArgumentException($"A seed is {SeedSize} bytes long.", nameof(seed));
        }

        byte[] publicKey = new byte[PublicKeyBytes];
        Expansion.Fill(SHA256.HashData(seed), publicKey);
        return new SimulatedSigningKey(publicKey);
    }

    public IVerificationKey ImportPublicKey(ReadOnlySpan<byte> encoded) => encoded.Length == PublicKeyBytes
        ? new SimulatedVerificationKey(encoded)
        : throw new InvalidKeyException($"A simulated key is {PublicKeyBytes} bytes long, not {encoded.Length}.");

    /// <summary>What stands for a signature.</summary>
    public static void Sign(
        ReadOnlySpan<byte> keyHash, ReadOnlySpan<byte> data, ReadOnlySpan<byte> context, Span<byte> signature)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(keyHash);
        hash.AppendData([(byte)context.Length]);
        hash.AppendData(context);
        hash.AppendData(data);
        hash.GetHashAndReset(digest);
        Expansion.Fill(digest, signature);
    }
}
