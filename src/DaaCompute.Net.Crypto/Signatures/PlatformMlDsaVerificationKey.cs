#pragma warning disable SYSLIB5006 // See PlatformMlDsa65.
using System.Security.Cryptography;

namespace DaaCompute.Net.Crypto.Signatures;

/// <summary>A peer's ML-DSA-65 key, held by the platform.</summary>
internal sealed class PlatformMlDsaVerificationKey(MLDsa key) : IVerificationKey
{
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> context, ReadOnlySpan<byte> signature)
    {
        SpanGuard.RequireContext(context, MlDsa65.MaxContextSize);
        return signature.Length == MlDsa65.SignatureSize && key.VerifyData(data, signature, context);
    }

    public void Dispose() => key.Dispose();
}
