using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace DaaCompute.Net.Crypto.Signatures;

/// <summary>A peer's ML-DSA-65 key.</summary>
internal sealed class BouncyCastleMlDsaVerificationKey(MLDsaPublicKeyParameters key) : IVerificationKey
{
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> context, ReadOnlySpan<byte> signature)
    {
        SpanGuard.RequireContext(context, MlDsa65.MaxContextSize);
        if (signature.Length != MlDsa65.SignatureSize)
        {
            return false;
        }

        MLDsaSigner verifier = new(MLDsaParameters.ml_dsa_65, deterministic: false);
        verifier.Init(forSigning: false, new ParametersWithContext(key, context));
        verifier.BlockUpdate(data);
        return verifier.VerifySignature(signature.ToArray());
    }

    public void Dispose()
    {
        // Nothing here is secret.
    }
}
