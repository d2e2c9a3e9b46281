using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Dht;

/// <summary>What content is found by: a key of the DHT, compared and hashed as bytes.</summary>
public readonly struct ContentKey : IEquatable<ContentKey>
{
    /// <summary>The longest key, in bytes; a multihash or a short name fits.</summary>
    public const int MaxLength = 256;

    private readonly byte[]? _bytes;

    /// <summary>Makes a key.</summary>
    /// <param name="bytes">1 to <see cref="MaxLength"/> bytes. Copied.</param>
    /// <exception cref="ArgumentException">The length is out of range.</exception>
    public ContentKey(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes.Length > MaxLength)
        {
            throw new ArgumentException($"A content key has 1 to {MaxLength} bytes, not {bytes.Length}.", nameof(bytes));
        }

        _bytes = bytes.ToArray();
    }

    /// <summary>The key of some content: the sha2-256 multihash of its bytes, which every libp2p network understands.</summary>
    /// <param name="content">The content.</param>
    /// <remarks>Source: multiformats/multihash; a CID version 0 is the same bytes.</remarks>
    public static ContentKey ForContent(ReadOnlySpan<byte> content) => new([0x12, 0x20, .. SHA256.HashData(content)]);

    /// <summary>The key of content whose BLAKE3 digest is known: its multihash.</summary>
    /// <param name="digest">The digest.</param>
    /// <remarks>Source: multiformats/multicodec, <c>blake3</c> 0x1e.</remarks>
    public static ContentKey ForDigest(ContentDigest digest) => new([0x1E, 0x20, .. digest.ToArray()]);

    /// <summary>A key from its text, such as <c>/app/settings</c>, in UTF-8.</summary>
    /// <param name="text">1 to <see cref="MaxLength"/> bytes of text.</param>
    /// <exception cref="ArgumentException">The length is out of range.</exception>
    public static ContentKey FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>Reads the name of some content: what a DHT knows it by is the multihash in it.</summary>
    /// <param name="text">A CID of version 0 (<c>Qm…</c>) or 1 (<c>b…</c>), or a multihash in hexadecimal.</param>
    /// <param name="key">The key, when the result is true.</param>
    /// <remarks>Source: multiformats/cid.</remarks>
    public static bool TryParse([NotNullWhen(true)] string? text, out ContentKey key)
    {
        bool valid = Cid.TryReadMultihash(text, out byte[] multihash) && multihash.Length <= MaxLength;
        key = valid ? new ContentKey(multihash) : default;
        return valid;
    }

    /// <inheritdoc/>
    public bool Equals(ContentKey other) => Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ContentKey other && Equals(other);

    /// <summary>FNV-1a of the bytes: the same in every process.</summary>
    public override int GetHashCode()
    {
        uint hash = 2166136261;
        foreach (byte value in Bytes.Span)
        {
            hash = (hash ^ value) * 16777619;
        }

        return (int)hash;
    }

    /// <summary>Hexadecimal.</summary>
    public override string ToString() => Convert.ToHexStringLower(Bytes.Span);

    /// <summary>Equality of the bytes.</summary>
    public static bool operator ==(ContentKey left, ContentKey right) => left.Equals(right);

    /// <summary>Inequality of the bytes.</summary>
    public static bool operator !=(ContentKey left, ContentKey right) => !left.Equals(right);
}
