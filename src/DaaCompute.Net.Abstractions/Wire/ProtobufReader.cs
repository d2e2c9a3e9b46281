using System.Buffers.Binary;

namespace DaaCompute.Net.Wire;

/// <summary>Walks over the fields of one protobuf message: strict, bounded by the input, without allocating or throwing.</summary>
/// <remarks>
/// <para>
/// <see cref="Read"/> takes a whole field, value and all, so a field that the caller does not know is skipped by not
/// looking at it. Nested messages are read by a second reader over <see cref="Bytes"/>.
/// </para>
/// <code>
/// ProtobufReader reader = new(message);
/// while (reader.Read())
/// {
///     switch (reader.FieldNumber)
///     {
///         case 1 when reader.WireType == ProtobufWireType.LengthDelimited: key = reader.Bytes; break;
///     }
/// }
///
/// return !reader.IsMalformed;
/// </code>
/// <para>Source: protobuf.dev, Encoding. Varints take at most ten bytes and 64 bits; groups are refused.</para>
/// </remarks>
public ref struct ProtobufReader
{
    /// <summary>The largest field number: 2^29 - 1.</summary>
    public const int MaxFieldNumber = (1 << 29) - 1;

    private const int MaxVarintLength = 10;

    private ReadOnlySpan<byte> _rest;

    /// <summary>Begins before the first field.</summary>
    /// <param name="message">The whole message.</param>
    public ProtobufReader(ReadOnlySpan<byte> message) => _rest = message;

    /// <summary>The current field's number, from 1 to <see cref="MaxFieldNumber"/>.</summary>
    public int FieldNumber { get; private set; }

    /// <summary>How the current field's value was laid out.</summary>
    public ProtobufWireType WireType { get; private set; }

    /// <summary>The current field's value when it is a varint or of fixed width; otherwise 0.</summary>
    public ulong Value { get; private set; }

    /// <summary>The current field's bytes when it is length-delimited; otherwise empty. A slice of the input.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Whether the walk ended because the input is no protobuf message.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Takes the next field.</summary>
    /// <returns>False at the end of the message, and at the first fault, which sets <see cref="IsMalformed"/>.</returns>
    public bool Read()
    {
        Value = 0;
        Bytes = default;
        if (_rest.IsEmpty)
        {
            return false;
        }

        if (TryReadVarint(out ulong tag) && tag <= uint.MaxValue && tag >> 3 != 0)
        {
            FieldNumber = (int)(tag >> 3);
            WireType = (ProtobufWireType)(tag & 7);
            if (TryReadValue())
            {
                return true;
            }
        }

        _rest = default;
        IsMalformed = true;
        return false;
    }

    private bool TryReadValue()
    {
        switch (WireType)
        {
            case ProtobufWireType.Varint:
                bool complete = TryReadVarint(out ulong varint);
                Value = varint;
                return complete;
            case ProtobufWireType.Fixed64 when TryTake(sizeof(ulong), out ReadOnlySpan<byte> wide):
                Value = BinaryPrimitives.ReadUInt64LittleEndian(wide);
                return true;
            case ProtobufWireType.Fixed32 when TryTake(sizeof(uint), out ReadOnlySpan<byte> narrow):
                Value = BinaryPrimitives.ReadUInt32LittleEndian(narrow);
                return true;
            case ProtobufWireType.LengthDelimited
                when TryReadVarint(out ulong length) && TryTake(length, out ReadOnlySpan<byte> bytes):
                Bytes = bytes;
                return true;
            default:
                return false;
        }
    }

    private bool TryTake(ulong length, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (length > (ulong)_rest.Length)
        {
            return false;
        }

        bytes = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return true;
    }

    private bool TryReadVarint(out ulong value)
    {
        value = 0;
        int limit = Math.Min(_rest.Length, MaxVarintLength);
        for (int index = 0; index < limit; index++)
        {
            byte current = _rest[index];
            if (index == MaxVarintLength - 1 && current > 1)
            {
                // The tenth byte holds the 64th bit alone.
                return false;
            }

            value |= (ulong)(current & 0x7F) << (7 * index);
            if (current < 0x80)
            {
                _rest = _rest[(index + 1)..];
                return true;
            }
        }

        return false;
    }
}
