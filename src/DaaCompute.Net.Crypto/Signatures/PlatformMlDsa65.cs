#pragma warning disable SYSLIB5006 // The platform's ML-DSA is final in FIPS 204, experimental only as a .NET API.
using System.Security.Cryptography;

namespace DaaCompute.Net.Crypto.Signatures;

/// <summary>ML-DSA-65 of the platform: OpenSSL 3.5 or later, or Windows' CNG. Always hedged.</summary>
/// <remarks>
/// Key pairs come from the node's entropy source; the hedge of a signature is the platform's own, which .NET does not
/// let anyone replace. A simulated run therefore uses BouncyCastle.
/// </remarks>
internal sealed class PlatformMlDsa65(IEntropySource entropy) : ISignatureScheme
{
    public static bool IsSupported => MLDsa.IsSupported;

    public string Name => MlDsa65.Name;

    public string Provider => nameof(CryptoProvider.Platform);

    public PeerKeyType KeyType => PeerKeyType.MlDsa65;

    public int PublicKeySize => MlDsa65.PublicKeySize;

    public int SignatureSize => MlDsa65.SignatureSize;

    public int SeedSize => MlDsa65.SeedSize;

    public ISigningKey GenerateKey()
    {
        Span<byte> seed = stackalloc byte[MlDsa65.SeedSize];
        try
        {
            entropy.Fill(seed);
            return ImportSeed(seed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    public ISigningKey ImportSeed(ReadOnlySpan<byte> seed)
    {
        SpanGuard.RequireLength(seed, MlDsa65.SeedSize);
        return new PlatformMlDsaSigningKey(MLDsa.ImportMLDsaPrivateSeed(MLDsaAlgorithm.MLDsa65, seed));
    }

    public IVerificationKey ImportPublicKey(ReadOnlySpan<byte> encoded)
    {
        MlDsa65.CheckPublicKey(encoded);
        return new PlatformMlDsaVerificationKey(MLDsa.ImportMLDsaPublicKey(MLDsaAlgorithm.MLDsa65, encoded));
    }
}
