using Org.BouncyCastle.Crypto.Parameters;
using Ed25519 = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace DaaCompute.Net.Crypto.Signatures;

/// <summary>A peer's Ed25519 key. It knows no contexts, so nothing signed with one is ever its signature.</summary>
internal sealed class Ed25519VerificationKey(Ed25519PublicKeyParameters key) : IVerificationKey
{
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> context, ReadOnlySpan<byte> signature) =>
        context.IsEmpty
        && signature.Length == Ed25519Scheme.SignatureLength
        && key.Verify(Ed25519.Algorithm.Ed25519, ctx: null, data, signature);

    public void Dispose()
    {
        // Nothing here is secret.
    }
}
