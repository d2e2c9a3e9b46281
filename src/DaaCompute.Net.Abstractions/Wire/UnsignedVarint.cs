using System.Buffers;

namespace DaaCompute.Net.Wire;

/// <summary>
/// Unsigned varints as multiformats defines them: little-endian base 128, at most nine bytes, minimal encodings only.
/// </summary>
/// <remarks>Source: github.com/multiformats/unsigned-varint (63-bit values, practical maximum of nine bytes).</remarks>
public static class UnsignedVarint
{
    /// <summary>The longest encoding, in bytes.</summary>
    public const int MaxLength = 9;

    /// <summary>The largest value that nine bytes carry: 2^63 - 1.</summary>
    public const ulong MaxValue = long.MaxValue;

    /// <summary>How many bytes <paramref name="value"/> takes.</summary>
    /// <param name="value">A value up to <see cref="MaxValue"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is above <see cref="MaxValue"/>.</exception>
    public static int GetLength(ulong value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxValue);
        int length = 1;
        while (value >= 0x80)
        {
            value >>= 7;
            length++;
        }

        return length;
    }

    /// <summary>Writes <paramref name="value"/> and returns the number of bytes written.</summary>
    /// <param name="destination">At least <see cref="GetLength"/> bytes.</param>
    /// <param name="value">A value up to <see cref="MaxValue"/>.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The value is above <see cref="MaxValue"/>.</exception>
    public static int Write(Span<byte> destination, ulong value)
    {
        int length = GetLength(value);
        if (destination.Length < length)
        {
            throw new ArgumentException($"A varint of {length} bytes does not fit into {destination.Length}.", nameof(destination));
        }

        int index = 0;
        while (value >= 0x80)
        {
            destination[index++] = (byte)(value | 0x80);
            value >>= 7;
        }

        destination[index] = (byte)value;
        return length;
    }

    /// <summary>Appends <paramref name="value"/> to <paramref name="output"/>.</summary>
    /// <param name="output">Where the bytes go.</param>
    /// <param name="value">A value up to <see cref="MaxValue"/>.</param>
    public static void Write(IBufferWriter<byte> output, ulong value)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Advance(Write(output.GetSpan(MaxLength), value));
    }

    /// <summary>Reads a varint from the start of <paramref name="source"/>.</summary>
    /// <param name="source">The bytes; what follows the varint is left alone.</param>
    /// <param name="value">The value, when the status is <see cref="OperationStatus.Done"/>.</param>
    /// <param name="bytesRead">The bytes the varint took, when the status is <see cref="OperationStatus.Done"/>.</param>
    /// <returns>
    /// <see cref="OperationStatus.Done"/>; <see cref="OperationStatus.NeedMoreData"/> when the bytes end inside the varint;
    /// <see cref="OperationStatus.InvalidData"/> when it is longer than nine bytes or not minimal.
    /// </returns>
    public static OperationStatus Read(ReadOnlySpan<byte> source, out ulong value, out int bytesRead)
    {
        value = 0;
        bytesRead = 0;
        int limit = Math.Min(source.Length, MaxLength);
        for (int index = 0; index < limit; index++)
        {
            byte current = source[index];
            value |= (ulong)(current & 0x7F) << (7 * index);
            if (current < 0x80)
            {
                if (current == 0 && index > 0)
                {
                    value = 0;
                    return OperationStatus.InvalidData;
                }

                bytesRead = index + 1;
                return OperationStatus.Done;
            }
        }

        value = 0;
        return source.Length >= MaxLength ? OperationStatus.InvalidData : OperationStatus.NeedMoreData;
    }
}
