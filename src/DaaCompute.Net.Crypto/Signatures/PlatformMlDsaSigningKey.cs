#pragma warning disable SYSLIB5006 // See PlatformMlDsa65.
using System.Security.Cryptography;

namespace DaaCompute.Net.Crypto.Signatures;

/// <summary>A private ML-DSA-65 key, held and zeroed by the platform.</summary>
internal sealed class PlatformMlDsaSigningKey(MLDsa key) : ISigningKey
{
    public void Sign(ReadOnlySpan<byte> data, ReadOnlySpan<byte> context, Span<byte> signature)
    {
        SpanGuard.RequireContext(context, MlDsa65.MaxContextSize);
        SpanGuard.RequireLength(signature, MlDsa65.SignatureSize);
        key.SignData(data, signature, context);
    }

    public void ExportPublicKey(Span<byte> destination)
    {
        SpanGuard.RequireLength(destination, MlDsa65.PublicKeySize);
        key.ExportMLDsaPublicKey(destination);
    }

    public void Dispose() => key.Dispose();
}
