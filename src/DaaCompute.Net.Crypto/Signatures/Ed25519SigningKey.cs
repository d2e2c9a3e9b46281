using Org.BouncyCastle.Crypto.Parameters;
using Ed25519 = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace DaaCompute.Net.Crypto.Signatures;

/// <summary>A private Ed25519 key.</summary>
internal sealed class Ed25519SigningKey(Ed25519PrivateKeyParameters key) : ISigningKey
{
    private Ed25519PrivateKeyParameters? _key = key;

    private Ed25519PrivateKeyParameters Key => _key ?? throw new ObjectDisposedException(nameof(ISigningKey));

    public void Sign(ReadOnlySpan<byte> data, ReadOnlySpan<byte> context, Span<byte> signature)
    {
        SpanGuard.RequireContext(context, 0);
        SpanGuard.RequireLength(signature, Ed25519Scheme.SignatureLength);
        Key.Sign(Ed25519.Algorithm.Ed25519, ctx: null, data, signature);
    }

    public void ExportPublicKey(Span<byte> destination)
    {
        SpanGuard.RequireLength(destination, Ed25519Scheme.PublicKeyLength);
        Key.GeneratePublicKey().Encode(destination);
    }

    public void Dispose() => _key = null;
}
