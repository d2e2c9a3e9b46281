using System.Security.Cryptography;

namespace DaaCompute.Net.Crypto.Protocol;

/// <summary>Noise's HKDF over SHA-256, with two outputs.</summary>
/// <remarks>Source: the Noise Protocol Framework, revision 34, section 4.3; RFC 2104, RFC 5869 with empty info.</remarks>
internal static class NoiseKeyDerivation
{
    private const int Size = SHA256.HashSizeInBytes;

    /// <summary>Derives two outputs.</summary>
    /// <param name="chainingKey">32 bytes.</param>
    /// <param name="inputKeyMaterial">A shared secret, or nothing.</param>
    /// <param name="first">32 bytes; may be the memory of <paramref name="chainingKey"/>.</param>
    /// <param name="second">32 bytes; other memory.</param>
    public static void Derive(
        ReadOnlySpan<byte> chainingKey,
        ReadOnlySpan<byte> inputKeyMaterial,
        Span<byte> first,
        Span<byte> second)
    {
        Span<byte> extracted = stackalloc byte[Size];
        Span<byte> block = stackalloc byte[Size + 1];
        HMACSHA256.HashData(chainingKey, inputKeyMaterial, extracted);
        HMACSHA256.HashData(extracted, [0x01], first);
        first[..Size].CopyTo(block);
        block[Size] = 0x02;
        HMACSHA256.HashData(extracted, block, second);
        CryptographicOperations.ZeroMemory(extracted);
        CryptographicOperations.ZeroMemory(block);
    }
}
