using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace DaaCompute.Net.Crypto.Kem;

/// <summary>A peer's ML-KEM-768 key.</summary>
internal sealed class BouncyCastleEncapsulationKey(MLKemPublicKeyParameters key, SecureRandom random) : IEncapsulationKey
{
    public void Encapsulate(Span<byte> ciphertext, Span<byte> sharedSecret)
    {
        SpanGuard.RequireLength(ciphertext, MlKem768.CiphertextSize);
        SpanGuard.RequireLength(sharedSecret, MlKem768.SharedSecretSize);

        // An encapsulator holds hash states, so one serves one call.
        MLKemEncapsulator encapsulator = new(MLKemParameters.ml_kem_768);
        encapsulator.Init(new ParametersWithRandom(key, random));
        encapsulator.Encapsulate(ciphertext, sharedSecret);
    }

    public void Export(Span<byte> destination)
    {
        SpanGuard.RequireLength(destination, MlKem768.EncapsulationKeySize);
        key.GetEncoded().CopyTo(destination);
    }

    public void Dispose()
    {
        // Nothing here is secret.
    }
}
