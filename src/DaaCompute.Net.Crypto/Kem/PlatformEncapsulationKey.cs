#pragma warning disable SYSLIB5006 // See PlatformMlKem768.
using System.Security.Cryptography;

namespace DaaCompute.Net.Crypto.Kem;

/// <summary>A peer's ML-KEM-768 key, held by the platform.</summary>
internal sealed class PlatformEncapsulationKey(MLKem key) : IEncapsulationKey
{
    public void Encapsulate(Span<byte> ciphertext, Span<byte> sharedSecret)
    {
        SpanGuard.RequireLength(ciphertext, MlKem768.CiphertextSize);
        SpanGuard.RequireLength(sharedSecret, MlKem768.SharedSecretSize);
        key.Encapsulate(ciphertext, sharedSecret);
    }

    public void Export(Span<byte> destination)
    {
        SpanGuard.RequireLength(destination, MlKem768.EncapsulationKeySize);
        key.ExportEncapsulationKey(destination);
    }

    public void Dispose() => key.Dispose();
}
