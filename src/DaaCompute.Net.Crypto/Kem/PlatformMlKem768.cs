#pragma warning disable SYSLIB5006 // The platform's ML-KEM is final in FIPS 203, experimental only as a .NET API.
using System.Security.Cryptography;

namespace DaaCompute.Net.Crypto.Kem;

/// <summary>ML-KEM-768 of the platform: OpenSSL 3.5 or later, or Windows' CNG.</summary>
/// <remarks>
/// Key pairs come from the node's entropy source; encapsulation draws from the platform's own generator, which .NET
/// does not let anyone replace. A simulated run therefore uses BouncyCastle.
/// </remarks>
internal sealed class PlatformMlKem768(IEntropySource entropy) : IKeyEncapsulation
{
    public static bool IsSupported => MLKem.IsSupported;

    public string Name => MlKem768.Name;

    public string Provider => nameof(CryptoProvider.Platform);

    public int EncapsulationKeySize => MlKem768.EncapsulationKeySize;

    public int CiphertextSize => MlKem768.CiphertextSize;

    public int SharedSecretSize => MlKem768.SharedSecretSize;

    public int SeedSize => MlKem768.SeedSize;

    public IDecapsulationKey GenerateKey()
    {
        Span<byte> seed = stackalloc byte[MlKem768.SeedSize];
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

    public IDecapsulationKey ImportSeed(ReadOnlySpan<byte> seed)
    {
        SpanGuard.RequireLength(seed, MlKem768.SeedSize);
        return new PlatformDecapsulationKey(MLKem.ImportPrivateSeed(MLKemAlgorithm.MLKem768, seed));
    }

    public IEncapsulationKey ImportEncapsulationKey(ReadOnlySpan<byte> encoded)
    {
        MlKem768.CheckEncapsulationKey(encoded);
        return new PlatformEncapsulationKey(MLKem.ImportEncapsulationKey(MLKemAlgorithm.MLKem768, encoded));
    }
}
