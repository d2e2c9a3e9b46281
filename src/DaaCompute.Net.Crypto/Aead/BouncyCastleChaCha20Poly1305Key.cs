using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using ChaCha20Poly1305 = Org.BouncyCastle.Crypto.Modes.ChaCha20Poly1305;

namespace DaaCompute.Net.Crypto.Aead;

/// <summary>A ChaCha20-Poly1305 key in managed code. One call at a time.</summary>
/// <remarks>
/// Each call allocates a few hundred bytes: BouncyCastle takes a nonce no other way. It zeroes nothing of its
/// own either; disposing drops the last reference.
/// </remarks>
internal sealed class BouncyCastleChaCha20Poly1305Key : IAuthenticatedCipherKey
{
    /// <summary>One block of the cipher may be held back until the end, and the tag follows it.</summary>
    private const int MaxTail = 64 + AeadSizes.Tag;

    private readonly ChaCha20Poly1305 _cipher = new();
    private KeyParameter? _key;

    public BouncyCastleChaCha20Poly1305Key(ReadOnlySpan<byte> key) => _key = new KeyParameter(key);

    public void Seal(
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> plaintext,
        Span<byte> ciphertext,
        Span<byte> tag,
        ReadOnlySpan<byte> associatedData)
    {
        SpanGuard.RequireLength(ciphertext, plaintext.Length);
        SpanGuard.RequireLength(tag, AeadSizes.Tag);
        Begin(forEncryption: true, nonce, associatedData);
        int written = _cipher.ProcessBytes(plaintext, ciphertext);

        Span<byte> tail = stackalloc byte[MaxTail];
        int length = _cipher.DoFinal(tail);
        tail[..(length - AeadSizes.Tag)].CopyTo(ciphertext[written..]);
        tail[(length - AeadSizes.Tag)..length].CopyTo(tag);
    }

    public bool TryOpen(
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> ciphertext,
        ReadOnlySpan<byte> tag,
        Span<byte> plaintext,
        ReadOnlySpan<byte> associatedData)
    {
        SpanGuard.RequireLength(plaintext, ciphertext.Length);
        SpanGuard.RequireLength(tag, AeadSizes.Tag);
        Begin(forEncryption: false, nonce, associatedData);
        int written = _cipher.ProcessBytes(ciphertext, plaintext);

        Span<byte> tail = stackalloc byte[MaxTail];
        try
        {
            int length = _cipher.ProcessBytes(tag, tail);
            length += _cipher.DoFinal(tail[length..]);
            tail[..length].CopyTo(plaintext[written..]);
            return true;
        }
        catch (InvalidCipherTextException)
        {
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(tail);
        }
    }

    public void Dispose() => _key = null;

    private void Begin(bool forEncryption, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData)
    {
        SpanGuard.RequireLength(nonce, AeadSizes.Nonce);
        KeyParameter key = _key ?? throw new ObjectDisposedException(nameof(IAuthenticatedCipherKey));
        _cipher.Init(forEncryption, new ParametersWithIV(key, nonce));
        _cipher.ProcessAadBytes(associatedData);
    }
}
