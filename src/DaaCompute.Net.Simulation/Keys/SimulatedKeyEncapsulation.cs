using System.Security.Cryptography;
using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Simulation.Keys;

/// <summary>INSECURE: stands in for ML-KEM-768 in a simulation, with its sizes. The ciphertext shows the secret.</summary>
/// <remarks>The shared secret hangs on the public key and the ciphertext, so a changed bit in either makes another one.</remarks>
internal sealed class SimulatedKeyEncapsulation(IEntropySource entropy) : IKeyEncapsulation
{
    public const int KeyBytes = 1184;
    public const int CiphertextBytes = 1088;

    public string Name => "ML-KEM-768";

    public string Provider => "Simulated (insecure)";

    public int EncapsulationKeySize => KeyBytes;

    public int CiphertextSize => CiphertextBytes;

    public int SharedSecretSize => SHA256.HashSizeInBytes;

    public int SeedSize => 64;

    public IDecapsulationKey GenerateKey()
    {
        byte[] seed = new byte[SeedSize];
        entropy.Fill(seed);
        return ImportSeed(seed);
    }

    public IDecapsulationKey ImportSeed(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedSize)
        {
            throw new ArgumentException($"A seed is {SeedSize} bytes long.", nameof(seed));
        }

        byte[] publicKey = new byte[KeyBytes];
        Expansion.Fill(SHA256.HashData(seed), publicKey);
        return new SimulatedKemKey(publicKey, entropy);
    }

    public IEncapsulationKey ImportEncapsulationKey(ReadOnlySpan<byte> encoded) => encoded.Length == KeyBytes
        ? new SimulatedKemKey(encoded.ToArray(), entropy)
        : throw new InvalidKeyException($"A simulated key is {KeyBytes} bytes long, not {encoded.Length}.");
}
