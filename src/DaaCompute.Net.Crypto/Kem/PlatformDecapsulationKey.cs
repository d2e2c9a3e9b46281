#pragma warning disable SYSLIB5006 // See PlatformMlKem768.
using System.Security.Cryptography;

namespace DaaCompute.Net.Crypto.Kem;

/// <summary>A private ML-KEM-768 key, held and zeroed by the platform.</summary>
internal sealed class PlatformDecapsulationKey(MLKem key) : IDecapsulationKey
{
    public void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> sharedSecret)
    {
        SpanGuard.RequireLength(ciphertext, MlKem768.CiphertextSize);
        SpanGuard.RequireLength(sharedSecret, MlKem768.SharedSecretSize);
        key.Decapsulate(ciphertext, sharedSecret);
    }

    public void ExportEncapsulationKey(Span<byte> destination)
    {
        SpanGuard.RequireLength(destination, MlKem768.EncapsulationKeySize);
        key.ExportEncapsulationKey(destination);
    }

    public void Dispose() => key.Dispose();
}
