using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;

namespace DaaCompute.Net.Crypto.Kem;

/// <summary>A private ML-KEM-768 key.</summary>
/// <remarks>
/// BouncyCastle offers no way to zero the arrays inside its key object; disposing drops the last reference to it, and
/// the channel keeps it only for one handshake.
/// </remarks>
internal sealed class BouncyCastleDecapsulationKey(MLKemPrivateKeyParameters key) : IDecapsulationKey
{
    private MLKemPrivateKeyParameters? _key = key;

    private MLKemPrivateKeyParameters Key => _key ?? throw new ObjectDisposedException(nameof(IDecapsulationKey));

    public void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> sharedSecret)
    {
        SpanGuard.RequireLength(ciphertext, MlKem768.CiphertextSize);
        SpanGuard.RequireLength(sharedSecret, MlKem768.SharedSecretSize);
        MLKemDecapsulator decapsulator = new(MLKemParameters.ml_kem_768);
        decapsulator.Init(Key);
        decapsulator.Decapsulate(ciphertext, sharedSecret);
    }

    public void ExportEncapsulationKey(Span<byte> destination)
    {
        SpanGuard.RequireLength(destination, MlKem768.EncapsulationKeySize);
        Key.GetPublicKeyEncoded().CopyTo(destination);
    }

    public void Dispose() => _key = null;
}
