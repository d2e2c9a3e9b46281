namespace DaaCompute.Net.Crypto.Aead;

/// <summary>The sizes that every AEAD of ours shares (RFC 8439 §2.8, SP 800-38D with 96-bit nonces).</summary>
internal static class AeadSizes
{
    public const int Key = 32;
    public const int Nonce = 12;
    public const int Tag = 16;
}
