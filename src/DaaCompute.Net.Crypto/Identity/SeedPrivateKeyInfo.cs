namespace DaaCompute.Net.Crypto.Identity;

/// <summary>The PKCS#8 form of a key that holds its 32-byte seed alone: a header that never varies, then the seed.</summary>
internal sealed class SeedPrivateKeyInfo
{
    public const int SeedSize = 32;

    private readonly byte[] _header;

    private SeedPrivateKeyInfo(string algorithm, string source, string conversion, byte[] header)
    {
        Algorithm = algorithm;
        Source = source;
        Conversion = conversion;
        _header = header;
    }

    /// <summary>54 bytes.</summary>
    /// <remarks>
    /// Source: RFC 9881 §6: <c>OneAsymmetricKey { version 0, { id-ml-dsa-65 }, OCTET STRING { [0] IMPLICIT OCTET STRING seed } }</c>.
    /// </remarks>
    public static SeedPrivateKeyInfo MlDsa65 { get; } = new(
        "an ML-DSA-65 key",
        "RFC 9881",
        "-provparam ml-dsa.output_formats=seed-only ",
        [
            0x30, 0x34, // SEQUENCE of 52 bytes
            0x02, 0x01, 0x00, // version 0
            0x30, 0x0B, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x12, // 2.16.840.1.101.3.4.3.18
            0x04, 0x22, 0x80, 0x20, // OCTET STRING of 34 bytes, in it [0] of 32 bytes
        ]);

    /// <summary>48 bytes.</summary>
    /// <remarks>
    /// Source: RFC 8410 §7: <c>OneAsymmetricKey { version 0, { id-Ed25519 }, OCTET STRING { OCTET STRING seed } }</c>.
    /// </remarks>
    public static SeedPrivateKeyInfo Ed25519 { get; } = new(
        "an Ed25519 key",
        "RFC 8410",
        string.Empty,
        [
            0x30, 0x2E, // SEQUENCE of 46 bytes
            0x02, 0x01, 0x00, // version 0
            0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, // 1.3.101.112
            0x04, 0x22, 0x04, 0x20, // OCTET STRING of 34 bytes, in it one of 32 bytes
        ]);

    /// <summary>Whose seed it is, for messages.</summary>
    public string Algorithm { get; }

    /// <summary>The RFC of the form, for messages.</summary>
    public string Source { get; }

    /// <summary>What OpenSSL needs to be told to write this form, ending in a space unless empty.</summary>
    public string Conversion { get; }

    public int Size => _header.Length + SeedSize;

    /// <summary>The form of a scheme's keys.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static SeedPrivateKeyInfo Of(ISignatureScheme scheme) => scheme.KeyType switch
    {
        PeerKeyType.MlDsa65 => MlDsa65,
        PeerKeyType.Ed25519 => Ed25519,
        _ => throw new ArgumentException($"No identity of {scheme.Name} is kept in a file.", nameof(scheme)),
    };

    public void Encode(ReadOnlySpan<byte> seed, Span<byte> destination)
    {
        SpanGuard.RequireLength(seed, SeedSize);
        SpanGuard.RequireLength(destination, Size);
        _header.CopyTo(destination);
        seed.CopyTo(destination[_header.Length..]);
    }

    public bool TryDecode(ReadOnlySpan<byte> encoded, Span<byte> seed)
    {
        SpanGuard.RequireLength(seed, SeedSize);
        if (encoded.Length != Size || !encoded.StartsWith(_header))
        {
            return false;
        }

        encoded[_header.Length..].CopyTo(seed);
        return true;
    }
}
