using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Fuzz.Targets.Crypto;

/// <summary>A cipher that changes nothing and accepts everything, so that any bytes reach what lies behind decryption.</summary>
internal sealed class OpenCipher : IAuthenticatedCipher, IAuthenticatedCipherKey
{
    public string Name => "Open";

    public string Provider => "Fuzz";

    public IAuthenticatedCipherKey ImportKey(ReadOnlySpan<byte> key) => this;

    public void Seal(
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> plaintext,
        Span<byte> ciphertext,
        Span<byte> tag,
        ReadOnlySpan<byte> associatedData)
    {
        plaintext.CopyTo(ciphertext);
        tag.Clear();
    }

    public bool TryOpen(
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> ciphertext,
        ReadOnlySpan<byte> tag,
        Span<byte> plaintext,
        ReadOnlySpan<byte> associatedData)
    {
        ciphertext.CopyTo(plaintext);
        return true;
    }

    public void Dispose()
    {
    }
}
