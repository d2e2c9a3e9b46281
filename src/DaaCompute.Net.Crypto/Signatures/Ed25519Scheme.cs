using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;

namespace DaaCompute.Net.Crypto.Signatures;

/// <summary>Ed25519 (RFC 8032), the identity of most libp2p peers; not post-quantum, used only where the host allows it.</summary>
internal sealed class Ed25519Scheme(IEntropySource entropy) : ISignatureScheme
{
    public const string AlgorithmName = "Ed25519";

    internal const int PublicKeyLength = 32;
    internal const int SignatureLength = 64;
    private const int SeedLength = 32;

    public string Name => AlgorithmName;

    public string Provider => nameof(CryptoProvider.BouncyCastle);

    public PeerKeyType KeyType => PeerKeyType.Ed25519;

    public int PublicKeySize => PublicKeyLength;

    public int SignatureSize => SignatureLength;

    public int SeedSize => SeedLength;

    public ISigningKey GenerateKey()
    {
        Span<byte> seed = stackalloc byte[SeedLength];
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
        SpanGuard.RequireLength(seed, SeedLength);
        return new Ed25519SigningKey(new Ed25519PrivateKeyParameters(seed));
    }

    public IVerificationKey ImportPublicKey(ReadOnlySpan<byte> encoded)
    {
        if (encoded.Length != PublicKeyLength)
        {
            throw new InvalidKeyException($"An Ed25519 public key is {PublicKeyLength} bytes long, not {encoded.Length}.");
        }

        try
        {
            return new Ed25519VerificationKey(new Ed25519PublicKeyParameters(encoded));
        }
        catch (ArgumentException exception)
        {
            throw new InvalidKeyException("The Ed25519 public key is no point of the curve.", exception);
        }
    }
}
