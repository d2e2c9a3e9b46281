namespace DaaCompute.Net.Crypto.Signatures;

/// <summary>ML-DSA-65's sizes and the check of a foreign key, the same for every provider.</summary>
/// <remarks>Source: FIPS 204, table 2; §5.2 for the context; every string of the right length is a public key.</remarks>
internal static class MlDsa65
{
    public const string Name = "ML-DSA-65";
    public const int PublicKeySize = 1952;
    public const int SignatureSize = 3309;
    public const int SeedSize = 32;
    public const int MaxContextSize = 255;

    public static void CheckPublicKey(ReadOnlySpan<byte> encoded)
    {
        if (encoded.Length != PublicKeySize)
        {
            throw new InvalidKeyException($"An {Name} public key is {PublicKeySize} bytes long, not {encoded.Length}.");
        }
    }
}
