namespace DaaCompute.Net.Crypto.Identity;

/// <summary>The PKCS#8 form of an ML-DSA-65 key that holds its seed alone: 54 bytes, of which 22 never vary.</summary>
/// <remarks>
/// Source: RFC 9881 §6: <c>OneAsymmetricKey { version 0, { id-ml-dsa-65 }, OCTET STRING { [0] IMPLICIT OCTET STRING seed } }</c>.
/// </remarks>
internal static class MlDsaPrivateKeyInfo
{
    public const int SeedSize = 32;
    public const int Size = 54;

    private static ReadOnlySpan<byte> Header =>
    [
        0x30, 0x34, // SEQUENCE of 52 bytes
        0x02, 0x01, 0x00, // version 0
        0x30, 0x0B, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x12, // 2.16.840.1.101.3.4.3.18
        0x04, 0x22, 0x80, 0x20, // OCTET STRING of 34 bytes, in it [0] of 32 bytes
    ];

    public static void Encode(ReadOnlySpan<byte> seed, Span<byte> destination)
    {
        SpanGuard.RequireLength(seed, SeedSize);
        SpanGuard.RequireLength(destination, Size);
        Header.CopyTo(destination);
        seed.CopyTo(destination[Header.Length..]);
    }

    public static bool TryDecode(ReadOnlySpan<byte> encoded, Span<byte> seed)
    {
        SpanGuard.RequireLength(seed, SeedSize);
        if (encoded.Length != Size || !encoded.StartsWith(Header))
        {
            return false;
        }

        encoded[Header.Length..].CopyTo(seed);
        return true;
    }
}
