using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace DaaCompute.Net;

/// <summary>A 32-byte digest that names content.</summary>
public readonly struct ContentDigest : IEquatable<ContentDigest>, IComparable<ContentDigest>
{
    /// <summary>The size, in bytes.</summary>
    public const int Size = 32;

    private readonly Block _block;

    /// <summary>Makes a digest of its bytes.</summary>
    /// <param name="bytes">Exactly 32 bytes.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    public ContentDigest(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException($"A digest has {Size} bytes, not {bytes.Length}.", nameof(bytes));
        }

        bytes.CopyTo(_block);
    }

    /// <summary>Writes the bytes.</summary>
    /// <param name="destination">At least 32 bytes.</param>
    public void CopyTo(Span<byte> destination) => ((ReadOnlySpan<byte>)_block).CopyTo(destination);

    /// <summary>The bytes, copied.</summary>
    public byte[] ToArray() => ((ReadOnlySpan<byte>)_block).ToArray();

    /// <summary>Reads 64 hexadecimal digits.</summary>
    /// <param name="text">The text.</param>
    /// <param name="digest">The digest, when the result is true.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out ContentDigest digest)
    {
        Span<byte> bytes = stackalloc byte[Size];
        bool valid = text is { Length: 2 * Size }
            && Convert.FromHexString(text, bytes, out _, out int written) == System.Buffers.OperationStatus.Done
            && written == Size;
        digest = valid ? new ContentDigest(bytes) : default;
        return valid;
    }

    /// <inheritdoc/>
    public bool Equals(ContentDigest other) => ((ReadOnlySpan<byte>)_block).SequenceEqual(other._block);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ContentDigest other && Equals(other);

    /// <summary>Four bytes of the digest: the same in every process.</summary>
    public override int GetHashCode() => BinaryPrimitives.ReadInt32LittleEndian(_block);

    /// <summary>Orders digests by their bytes.</summary>
    /// <param name="other">Another digest.</param>
    public int CompareTo(ContentDigest other) => ((ReadOnlySpan<byte>)_block).SequenceCompareTo(other._block);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(_block);

    /// <summary>Equality of the bytes.</summary>
    public static bool operator ==(ContentDigest left, ContentDigest right) => left.Equals(right);

    /// <summary>Inequality of the bytes.</summary>
    public static bool operator !=(ContentDigest left, ContentDigest right) => !left.Equals(right);

    /// <summary>Order of the bytes.</summary>
    public static bool operator <(ContentDigest left, ContentDigest right) => left.CompareTo(right) < 0;

    /// <summary>Order of the bytes.</summary>
    public static bool operator >(ContentDigest left, ContentDigest right) => left.CompareTo(right) > 0;

    /// <summary>Order of the bytes.</summary>
    public static bool operator <=(ContentDigest left, ContentDigest right) => left.CompareTo(right) <= 0;

    /// <summary>Order of the bytes.</summary>
    public static bool operator >=(ContentDigest left, ContentDigest right) => left.CompareTo(right) >= 0;

    [InlineArray(Size)]
    private struct Block
    {
        private byte _first;
    }
}
