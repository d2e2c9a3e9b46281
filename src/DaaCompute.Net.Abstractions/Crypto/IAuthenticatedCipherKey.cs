namespace DaaCompute.Net.Crypto;

/// <summary>An AEAD key, prepared for use; zeroed when disposed. Allocates nothing per call.</summary>
/// <remarks>One call at a time: the platform keeps its cipher's state in the key.</remarks>
public interface IAuthenticatedCipherKey : IDisposable
{
    /// <summary>Encrypts. Plaintext and ciphertext may be the same memory.</summary>
    /// <param name="nonce">12 bytes, never used twice with this key.</param>
    /// <param name="plaintext">The plaintext.</param>
    /// <param name="ciphertext">As long as the plaintext.</param>
    /// <param name="tag">16 bytes.</param>
    /// <param name="associatedData">Authenticated, not encrypted.</param>
    void Seal(
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> plaintext,
        Span<byte> ciphertext,
        Span<byte> tag,
        ReadOnlySpan<byte> associatedData);

    /// <summary>Decrypts. Ciphertext and plaintext may be the same memory.</summary>
    /// <param name="nonce">12 bytes.</param>
    /// <param name="ciphertext">The ciphertext.</param>
    /// <param name="tag">16 bytes.</param>
    /// <param name="plaintext">As long as the ciphertext; undefined when the result is false.</param>
    /// <param name="associatedData">What was authenticated with it.</param>
    /// <returns>False when the tag does not fit.</returns>
    bool TryOpen(
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> ciphertext,
        ReadOnlySpan<byte> tag,
        Span<byte> plaintext,
        ReadOnlySpan<byte> associatedData);
}
