using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;

namespace DaaCompute.Net.Crypto.Signatures;

/// <summary>A private ML-DSA-65 key.</summary>
/// <remarks>
/// BouncyCastle offers no way to zero the arrays inside its key object; disposing drops the last reference to it.
/// </remarks>
/// <param name="key">The expanded key.</param>
/// <param name="hedge">Randomness for every signature, or null for deterministic ones.</param>
internal sealed class BouncyCastleMlDsaSigningKey(MLDsaPrivateKeyParameters key, SecureRandom? hedge) : ISigningKey
{
    private MLDsaPrivateKeyParameters? _key = key;

    private MLDsaPrivateKeyParameters Key => _key ?? throw new ObjectDisposedException(nameof(ISigningKey));

    public void Sign(ReadOnlySpan<byte> data, ReadOnlySpan<byte> context, Span<byte> signature)
    {
        SpanGuard.RequireContext(context, MlDsa65.MaxContextSize);
        SpanGuard.RequireLength(signature, MlDsa65.SignatureSize);
        ICipherParameters parameters = hedge is null ? Key : new ParametersWithRandom(Key, hedge);
        MLDsaSigner signer = new(MLDsaParameters.ml_dsa_65, deterministic: hedge is null);
        signer.Init(forSigning: true, new ParametersWithContext(parameters, context));
        signer.BlockUpdate(data);
        signer.GenerateSignature().CopyTo(signature);
    }

    public void ExportPublicKey(Span<byte> destination)
    {
        SpanGuard.RequireLength(destination, MlDsa65.PublicKeySize);
        Key.GetPublicKeyEncoded().CopyTo(destination);
    }

    public void Dispose() => _key = null;
}
