using DaaCompute.Net.Crypto;
using DaaCompute.Net.Crypto.Kem;
using DaaCompute.Net.Crypto.KeyAgreement;

namespace DaaCompute.Net.Fuzz.Targets.Crypto;

/// <summary>A foreign key is refused by its checks or encapsulates; any ciphertext decapsulates, as FIPS 203 has it.</summary>
/// <remarks>The first byte chooses: an encapsulation key, a ciphertext, or a point of X25519.</remarks>
[Decodes(typeof(BouncyCastleMlKem768), nameof(BouncyCastleMlKem768.ImportEncapsulationKey))]
[Decodes(typeof(MlKem768), nameof(MlKem768.CheckEncapsulationKey))]
[Decodes(typeof(X25519PrivateKey), nameof(X25519PrivateKey.TryAgree))]
internal sealed class KemTarget : IFuzzTarget
{
    private static readonly BouncyCastleMlKem768 Kem = new(new SeededEntropy("kem"));
    private static readonly IDecapsulationKey Key = Kem.ImportSeed(new byte[MlKem768.SeedSize]);
    private static readonly X25519PrivateKey Scalar = X25519PrivateKey.Generate(new SeededEntropy("scalar"));

    public string Name => "kem";

    public AllocationLimit Limit { get; } = AllocationLimit.None("The lattice's polynomials are of one size, whatever the input.");

    public IEnumerable<byte[]> Seeds()
    {
        byte[] key = new byte[MlKem768.EncapsulationKeySize];
        byte[] ciphertext = new byte[MlKem768.CiphertextSize];
        Key.ExportEncapsulationKey(key);
        Kem.ImportEncapsulationKey(key).Encapsulate(ciphertext, new byte[MlKem768.SharedSecretSize]);
        return [[0, .. key], [1, .. ciphertext], [2, .. new byte[32]], [2, 9, .. new byte[31]]];
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        ReadOnlySpan<byte> encoded = input[1..];
        Span<byte> secret = stackalloc byte[MlKem768.SharedSecretSize];
        switch (input[0] % 3)
        {
            case 0:
                Encapsulate(encoded, secret);
                break;
            case 1 when encoded.Length == MlKem768.CiphertextSize:
                Key.Decapsulate(encoded, secret);
                FuzzFindingException.Require(secret.ContainsAnyExcept((byte)0), "no secret came of a ciphertext");
                break;
            case 2 when encoded.Length == X25519PrivateKey.Size:
                FuzzFindingException.Require(
                    Scalar.TryAgree(encoded, secret) == secret.ContainsAnyExcept((byte)0), "a secret of zeros was accepted");
                break;
            default:
                break;
        }
    }

    private static void Encapsulate(ReadOnlySpan<byte> encoded, Span<byte> secret)
    {
        try
        {
            using IEncapsulationKey key = Kem.ImportEncapsulationKey(encoded);
            key.Encapsulate(new byte[MlKem768.CiphertextSize], secret);
            FuzzFindingException.Require(encoded.Length == MlKem768.EncapsulationKeySize, "a key of a wrong length was taken");
        }
        catch (InvalidKeyException)
        {
            // The key fails its checks.
        }
    }
}
