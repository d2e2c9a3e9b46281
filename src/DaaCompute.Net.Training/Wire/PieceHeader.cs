using System.Buffers.Binary;

namespace DaaCompute.Net.Training.Wire;

/// <summary>
/// The 32 bytes before each piece of a vector; all numbers little-endian. The elements follow as they are in memory.
/// </summary>
/// <param name="ElementType">1 is IEEE 754 binary32.</param>
/// <param name="Operation">The operation asked for.</param>
/// <param name="Step">The step of the ring.</param>
/// <param name="Epoch">The view.</param>
/// <param name="Sequence">The operation's number, modulo 2^32.</param>
/// <param name="VectorLength">The whole vector, in elements.</param>
/// <param name="Offset">Where in the vector the piece lies, in elements.</param>
/// <param name="PayloadLength">How many bytes follow.</param>
internal readonly record struct PieceHeader(
    byte ElementType,
    ReduceOperation Operation,
    ushort Step,
    ulong Epoch,
    uint Sequence,
    int VectorLength,
    int Offset,
    int PayloadLength)
{
    public const int Size = 32;
    public const byte Float32 = 1;

    private const ushort Magic = 0xDAA1;
    private const byte Version = 1;

    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(destination, Magic);
        destination[2] = Version;
        destination[3] = ElementType;
        destination[4] = (byte)Operation;
        destination[5] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[6..], Step);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], Epoch);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[16..], Sequence);
        BinaryPrimitives.WriteInt32LittleEndian(destination[20..], VectorLength);
        BinaryPrimitives.WriteInt32LittleEndian(destination[24..], Offset);
        BinaryPrimitives.WriteInt32LittleEndian(destination[28..], PayloadLength);
    }

    /// <summary>Reads a header; false when the bytes are none of this version.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out PieceHeader header)
    {
        header = default;
        if (source.Length < Size
            || BinaryPrimitives.ReadUInt16LittleEndian(source) != Magic
            || source[2] != Version
            || source[5] != 0)
        {
            return false;
        }

        header = new PieceHeader(
            source[3],
            (ReduceOperation)source[4],
            BinaryPrimitives.ReadUInt16LittleEndian(source[6..]),
            BinaryPrimitives.ReadUInt64LittleEndian(source[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[20..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[24..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[28..]));
        return true;
    }
}
