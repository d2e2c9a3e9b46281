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

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

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
