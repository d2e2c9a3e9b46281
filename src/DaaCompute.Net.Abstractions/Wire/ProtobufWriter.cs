using System.Buffers;
using System.Numerics;
using System.Text;

namespace DaaCompute.Net.Wire;

/// <summary>Appends protobuf fields to a buffer; minimal varints, fields in the order they are written.</summary>
/// <remarks>
/// A nested message is written as a header with its length, known from <see cref="GetBytesLength"/> and
/// <see cref="GetVarintLength"/>, and then its fields. Source: protobuf.dev, Encoding.
/// </remarks>
public readonly ref struct ProtobufWriter
{
    private const int MaxVarintLength = 10;

    private readonly IBufferWriter<byte> _output;

    /// <summary>Begins at the end of a buffer.</summary>
    /// <param name="output">Where the bytes go.</param>
    public ProtobufWriter(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _output = output;
    }

    /// <summary>Writes a varint field.</summary>
    /// <param name="fieldNumber">From 1 to <see cref="ProtobufReader.MaxFieldNumber"/>.</param>
    /// <param name="value">The value.</param>
    public void WriteVarint(int fieldNumber, ulong value)
    {
        WriteTag(fieldNumber, ProtobufWireType.Varint);
        WriteRaw(value);
    }

    /// <summary>Writes a length-delimited field.</summary>
    /// <param name="fieldNumber">From 1 to <see cref="ProtobufReader.MaxFieldNumber"/>.</param>
    /// <param name="value">The bytes.</param>
    public void WriteBytes(int fieldNumber, ReadOnlySpan<byte> value)
    {
        WriteHeader(fieldNumber, value.Length);
        _output.Write(value);
    }

    /// <summary>Writes a string field, in UTF-8.</summary>
    /// <param name="fieldNumber">From 1 to <see cref="ProtobufReader.MaxFieldNumber"/>.</param>
    /// <param name="value">The text.</param>
    public void WriteString(int fieldNumber, ReadOnlySpan<char> value)
    {
        WriteHeader(fieldNumber, Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, _output);
    }

    /// <summary>Writes the tag and length of a field whose bytes the caller appends next.</summary>
    /// <param name="fieldNumber">From 1 to <see cref="ProtobufReader.MaxFieldNumber"/>.</param>
    /// <param name="length">How many bytes follow.</param>
    public void WriteHeader(int fieldNumber, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        WriteTag(fieldNumber, ProtobufWireType.LengthDelimited);
        WriteRaw((ulong)length);
    }

    /// <summary>How many bytes <see cref="WriteVarint"/> appends.</summary>
    /// <param name="fieldNumber">The field's number.</param>
    /// <param name="value">The value.</param>
    public static int GetVarintLength(int fieldNumber, ulong value) =>
        LengthOf(Tag(fieldNumber, ProtobufWireType.Varint)) + LengthOf(value);

    /// <summary>How many bytes a length-delimited field takes, header included.</summary>
    /// <param name="fieldNumber">The field's number.</param>
    /// <param name="length">The length of its value, in bytes.</param>
    public static int GetBytesLength(int fieldNumber, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return LengthOf(Tag(fieldNumber, ProtobufWireType.LengthDelimited)) + LengthOf((ulong)length) + length;
    }

    private static ulong Tag(int fieldNumber, ProtobufWireType wireType)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fieldNumber);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fieldNumber, ProtobufReader.MaxFieldNumber);
        return ((ulong)fieldNumber << 3) | (ulong)wireType;
    }

    private static int LengthOf(ulong value) => (BitOperations.Log2(value | 1) / 7) + 1;

    private void WriteTag(int fieldNumber, ProtobufWireType wireType) => WriteRaw(Tag(fieldNumber, wireType));

    private void WriteRaw(ulong value)
    {
        Span<byte> destination = _output.GetSpan(MaxVarintLength);
        int index = 0;
        while (value >= 0x80)
        {
            destination[index++] = (byte)(value | 0x80);
            value >>= 7;
        }

        destination[index++] = (byte)value;
        _output.Advance(index);
    }
}
