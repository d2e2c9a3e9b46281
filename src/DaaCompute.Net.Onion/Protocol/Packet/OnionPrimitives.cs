using System.Security.Cryptography;
using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Onion.Protocol.Packet;

/// <summary>The primitives of an onion packet, from the node's providers.</summary>
/// <remarks>
/// ChaCha20 is what the AEAD encrypts with, its tag thrown away (RFC 8439 section 2.8: the stream of counter 1 and up). Every
/// key is used for one stream, so the nonce may stay zero.
/// </remarks>
internal sealed class OnionPrimitives
{
    private const string CipherName = "ChaChaPoly";

    private readonly IAuthenticatedCipher _cipher;

    public OnionPrimitives(IKeyEncapsulation kem, IAuthenticatedCipher cipher, IKeyedHash hash, IEntropySource entropy)
    {
        if (cipher.Name != CipherName)
        {
            throw new ArgumentException($"Onion packets need the cipher {CipherName}, not {cipher.Name}.", nameof(cipher));
        }

        if (kem.CiphertextSize != Wire.OnionLayout.CiphertextSize)
        {
            throw new ArgumentException($"Onion packets need ML-KEM-768, not {kem.Name}.", nameof(kem));
        }

        _cipher = cipher;
        Kem = kem;
        Hash = hash;
        Entropy = entropy;
    }

    public IKeyEncapsulation Kem { get; }

    public IKeyedHash Hash { get; }

    public IEntropySource Entropy { get; }

    /// <summary>Encrypts or decrypts with the stream of a key that serves for this alone.</summary>
    public void ApplyStream(ReadOnlySpan<byte> key, Span<byte> data)
    {
        Span<byte> nonce = stackalloc byte[12];
        Span<byte> tag = stackalloc byte[16];
        nonce.Clear();
        using IAuthenticatedCipherKey cipher = _cipher.ImportKey(key);
        cipher.Seal(nonce, data, data, tag, associatedData: []);
        CryptographicOperations.ZeroMemory(tag);
    }
}
