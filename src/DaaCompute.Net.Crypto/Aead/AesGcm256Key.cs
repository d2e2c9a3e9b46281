using System.Security.Cryptography;

namespace DaaCompute.Net.Crypto.Aead;

/// <summary>An AES-256-GCM key, held and zeroed by the platform. One call at a time.</summary>
internal sealed class AesGcm256Key(AesGcm cipher) : IAuthenticatedCipherKey
{
    public void Seal(
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> plaintext,
        Span<byte> ciphertext,
        Span<byte> tag,
        ReadOnlySpan<byte> associatedData) => cipher.Encrypt(nonce, plaintext, ciphertext, tag, associatedData);

    public bool TryOpen(
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> ciphertext,
        ReadOnlySpan<byte> tag,
        Span<byte> plaintext,
        ReadOnlySpan<byte> associatedData)
    {
        try
        {
            cipher.Decrypt(nonce, ciphertext, tag, plaintext, associatedData);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    public void Dispose() => cipher.Dispose();
}
