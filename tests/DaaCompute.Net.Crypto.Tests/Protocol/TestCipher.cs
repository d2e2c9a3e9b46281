using System.Security.Cryptography;

namespace DaaCompute.Net.Crypto.Protocol;

internal sealed class TestCipher : IAuthenticatedCipher
{
    public string Name => "ChaChaPoly";

    public string Provider => "Platform";

    public IAuthenticatedCipherKey ImportKey(ReadOnlySpan<byte> key) => new Prepared(new ChaCha20Poly1305(key));

    private sealed class Prepared(ChaCha20Poly1305 key) : IAuthenticatedCipherKey
    {
        public void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> ciphertext, Span<byte> tag, ReadOnlySpan<byte> associatedData) =>
            key.Encrypt(nonce, plaintext, ciphertext, tag, associatedData);

        public bool TryOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, Span<byte> plaintext, ReadOnlySpan<byte> associatedData)
        {
            try
            {
                key.Decrypt(nonce, ciphertext, tag, plaintext, associatedData);
                return true;
            }
            catch (AuthenticationTagMismatchException)
            {
                return false;
            }
        }

        public void Dispose() => key.Dispose();
    }
}
