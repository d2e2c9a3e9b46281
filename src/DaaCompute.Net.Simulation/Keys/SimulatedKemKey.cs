using System.Security.Cryptography;
using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Simulation.Keys;

/// <summary>INSECURE: both halves of a <see cref="SimulatedKeyEncapsulation"/> key.</summary>
internal sealed class SimulatedKemKey(byte[] publicKey, IEntropySource entropy) : IDecapsulationKey, IEncapsulationKey
{
    public void Encapsulate(Span<byte> ciphertext, Span<byte> sharedSecret)
    {
        CheckLength(ciphertext.Length, sharedSecret.Length);
        entropy.Fill(ciphertext);
        Derive(ciphertext, sharedSecret);
    }

    public void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> sharedSecret)
    {
        CheckLength(ciphertext.Length, sharedSecret.Length);
        Derive(ciphertext, sharedSecret);
    }

    public void Export(Span<byte> destination) => publicKey.CopyTo(destination);

    public void ExportEncapsulationKey(Span<byte> destination) => publicKey.CopyTo(destination);

    public void Dispose()
    {
        // Holds no secret.
    }

    private static void CheckLength(int ciphertext, int sharedSecret)
    {
        if (ciphertext != SimulatedKeyEncapsulation.CiphertextBytes || sharedSecret != SHA256.HashSizeInBytes)
        {
            throw new ArgumentException($"{ciphertext} and {sharedSecret} bytes are not a ciphertext and a secret.");
        }
    }

    private void Derive(ReadOnlySpan<byte> ciphertext, Span<byte> sharedSecret)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(publicKey);
        hash.AppendData(ciphertext);
        hash.GetHashAndReset(sharedSecret);
    }
}
