using System.Security.Cryptography;
using DaaCompute.Net.Crypto.Entropy;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace DaaCompute.Net.Crypto.Signatures;

/// <summary>ML-DSA-65 in managed code: runs everywhere, all randomness from the node's entropy source.</summary>
internal sealed class BouncyCastleMlDsa65 : ISignatureScheme
{
    private readonly IEntropySource _entropy;
    private readonly SecureRandom? _hedge;

    /// <param name="entropy">Where keys come from, and the hedge of each signature.</param>
    /// <param name="deterministic">
    /// Whether signatures lack the hedge (FIPS 204 §3.4). For tests and simulation: without it, faults and power traces
    /// of repeated signatures give a key away.
    /// </param>
    public BouncyCastleMlDsa65(IEntropySource entropy, bool deterministic = false)
    {
        _entropy = entropy;
        _hedge = deterministic ? null : EntropyRandomGenerator.CreateSecureRandom(entropy);
    }

    public string Name => MlDsa65.Name;

    public string Provider => nameof(CryptoProvider.BouncyCastle);

    public PeerKeyType KeyType => PeerKeyType.MlDsa65;

    public int PublicKeySize => MlDsa65.PublicKeySize;

    public int SignatureSize => MlDsa65.SignatureSize;

    public int SeedSize => MlDsa65.SeedSize;

    public ISigningKey GenerateKey()
    {
        Span<byte> seed = stackalloc byte[MlDsa65.SeedSize];
        try
        {
            _entropy.Fill(seed);
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
        byte[] copy = seed.ToArray();
        try
        {
            return new BouncyCastleMlDsaSigningKey(
                MLDsaPrivateKeyParameters.FromSeed(MLDsaParameters.ml_dsa_65, copy), _hedge);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
        }
    }

    public IVerificationKey ImportPublicKey(ReadOnlySpan<byte> encoded)
    {
        MlDsa65.CheckPublicKey(encoded);
        return new BouncyCastleMlDsaVerificationKey(
            MLDsaPublicKeyParameters.FromEncoding(MLDsaParameters.ml_dsa_65, encoded.ToArray()));
    }
}
