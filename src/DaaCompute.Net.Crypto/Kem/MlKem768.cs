using System.Buffers.Binary;

namespace DaaCompute.Net.Crypto.Kem;

/// <summary>ML-KEM-768's sizes and the check of a foreign key, the same for every provider.</summary>
/// <remarks>Source: FIPS 203, tables 2 and 3, and §7.2.</remarks>
internal static class MlKem768
{
    public const string Name = "ML-KEM-768";
    public const int EncapsulationKeySize = 1184;
    public const int DecapsulationKeySize = 2400;
    public const int CiphertextSize = 1088;
    public const int SharedSecretSize = 32;
    public const int SeedSize = 64;

    private const int Modulus = 3329;
    private const int RhoSize = 32;

    /// <summary>The checks of FIPS 203 §7.2: the length, and that every coefficient is below the modulus.</summary>
    public static void CheckEncapsulationKey(ReadOnlySpan<byte> encoded)
    {
        if (encoded.Length != EncapsulationKeySize)
        {
            throw new InvalidKeyException(
                $"An {Name} encapsulation key is {EncapsulationKeySize} bytes long, not {encoded.Length}.");
        }

        ReadOnlySpan<byte> coefficients = encoded[..^RhoSize];
        for (int offset = 0; offset < coefficients.Length; offset += 3)
        {
            int low = BinaryPrimitives.ReadUInt16LittleEndian(coefficients[offset..]) & 0xFFF;
            int high = BinaryPrimitives.ReadUInt16LittleEndian(coefficients[(offset + 1)..]) >> 4;
            if (low >= Modulus || high >= Modulus)
            {
                throw new InvalidKeyException($"An {Name} encapsulation key holds a coefficient that is not below {Modulus}.");
            }
        }
    }
}
