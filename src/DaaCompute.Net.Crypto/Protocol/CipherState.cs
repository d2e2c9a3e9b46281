using System.Buffers.Binary;
using System.Security.Cryptography;

namespace DaaCompute.Net.Crypto.Protocol;

/// <summary>A key and the counter of its nonces.</summary>
/// <remarks>
/// Source: the Noise Protocol Framework, revision 34, section 5.1; nonces as section 12.3 lays them out: four zero
/// bytes, then the counter in little-endian order. Only the prepared key is kept, never its bytes.
/// </remarks>
internal sealed class CipherState : IDisposable
{
    /// <summary>The size of a key, in bytes.</summary>
    public const int KeySize = 32;

    /// <summary>The size of a tag, in bytes.</summary>
    public const int TagSize = 16;

    /// <summary>The one counter value no message may use: it belongs to <see cref="Rekey"/>.</summary>
    public const ulong MaxNonce = ulong.MaxValue;

    private const int NonceSize = 12;

    private readonly IAuthenticatedCipher _cipher;
    private IAuthenticatedCipherKey? _key;

    /// <summary>Makes a state without a key.</summary>
    /// <param name="cipher">The AEAD.</param>
    public CipherState(IAuthenticatedCipher cipher) => _cipher = cipher;

    /// <summary>Whether there is a key yet.</summary>
    public bool HasKey => _key is not null;

    /// <summary>The nonce of the next message. Noise's SetNonce.</summary>
    public ulong Nonce { get; set; }

    /// <summary>Takes a key, and counts from zero again.</summary>
    public void InitializeKey(ReadOnlySpan<byte> key)
    {
        _key?.Dispose();
        _key = _cipher.ImportKey(key);
        Nonce = 0;
    }

    /// <summary>Encrypts with the next nonce. Needs a key, and a nonce below <see cref="MaxNonce"/>.</summary>
    /// <param name="associatedData">Authenticated with it.</param>
    /// <param name="plaintext">The plaintext; may be the start of <paramref name="destination"/>.</param>
    /// <param name="destination">The ciphertext and its tag: <see cref="TagSize"/> longer than the plaintext.</param>
    public void Encrypt(ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext, Span<byte> destination)
    {
        Seal(Nonce, associatedData, plaintext, destination);
        Nonce++;
    }

    /// <summary>Decrypts with the next nonce. Needs a key, and a nonce below <see cref="MaxNonce"/>.</summary>
    /// <param name="associatedData">Authenticated with it.</param>
    /// <param name="ciphertext">The ciphertext and its tag; at least <see cref="TagSize"/> bytes.</param>
    /// <param name="plaintext"><see cref="TagSize"/> shorter; may be the start of <paramref name="ciphertext"/>.</param>
    /// <returns>False when the tag does not fit; the nonce stays.</returns>
    public bool TryDecrypt(ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> ciphertext, Span<byte> plaintext)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        WriteNonce(nonce, Nonce);
        ReadOnlySpan<byte> tag = ciphertext[^TagSize..];
        if (!Key.TryOpen(nonce, ciphertext[..^TagSize], tag, plaintext, associatedData))
        {
            return false;
        }

        Nonce++;
        return true;
    }

    /// <summary>Replaces the key by a one-way function of itself; the counter goes on. Section 4.2.</summary>
    public void Rekey()
    {
        Span<byte> sealedZeros = stackalloc byte[KeySize + TagSize];
        sealedZeros.Clear();
        Seal(MaxNonce, default, sealedZeros[..KeySize], sealedZeros);
        IAuthenticatedCipherKey next = _cipher.ImportKey(sealedZeros[..KeySize]);
        CryptographicOperations.ZeroMemory(sealedZeros);
        _key!.Dispose();
        _key = next;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _key?.Dispose();
        _key = null;
    }

    private IAuthenticatedCipherKey Key =>
        _key ?? throw new InvalidOperationException("This cipher state has no key.");

    private static void WriteNonce(Span<byte> destination, ulong counter)
    {
        destination[..4].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(destination[4..], counter);
    }

    private void Seal(ulong counter, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext, Span<byte> destination)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        WriteNonce(nonce, counter);
        Span<byte> ciphertext = destination[..plaintext.Length];
        Span<byte> tag = destination.Slice(plaintext.Length, TagSize);
        Key.Seal(nonce, plaintext, ciphertext, tag, associatedData);
    }
}
