using System.Security.Cryptography;
using DaaCompute.Net.Crypto.Entropy;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace DaaCompute.Net.Crypto.Kem;

/// <summary>ML-KEM-768 in managed code: runs everywhere, all randomness from the node's entropy source.</summary>
internal sealed class BouncyCastleMlKem768 : IKeyEncapsulation
{
    private readonly IEntropySource _entropy;
    private readonly SecureRandom _random;

    public BouncyCastleMlKem768(IEntropySource entropy)
    {
        _entropy = entropy;
        _random = EntropyRandomGenerator.CreateSecureRandom(entropy);
    }

    public string Name => MlKem768.Name;

    public string Provider => nameof(CryptoProvider.BouncyCastle);

    public int EncapsulationKeySize => MlKem768.EncapsulationKeySize;

    public int CiphertextSize => MlKem768.CiphertextSize;

    public int SharedSecretSize => MlKem768.SharedSecretSize;

    public int SeedSize => MlKem768.SeedSize;

    public IDecapsulationKey GenerateKey()
    {
        Span<byte> seed = stackalloc byte[MlKem768.SeedSize];
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

    public IDecapsulationKey ImportSeed(ReadOnlySpan<byte> seed)
    {
        SpanGuard.RequireLength(seed, MlKem768.SeedSize);
        byte[] copy = seed.ToArray();
        try
        {
            return new BouncyCastleDecapsulationKey(
                MLKemPrivateKeyParameters.FromSeed(MLKemParameters.ml_kem_768, copy));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
        }
    }

    public IEncapsulationKey ImportEncapsulationKey(ReadOnlySpan<byte> encoded)
    {
        MlKem768.CheckEncapsulationKey(encoded);
        return new BouncyCastleEncapsulationKey(
            MLKemPublicKeyParameters.FromEncoding(MLKemParameters.ml_kem_768, encoded.ToArray()), _random);
    }
}
