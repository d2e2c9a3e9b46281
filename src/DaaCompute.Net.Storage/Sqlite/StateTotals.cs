using System.Buffers.Binary;

namespace DaaCompute.Net.Storage.Sqlite;

/// <summary>What the rows must add up to: a row that is gone, or back again, changes the sum.</summary>
/// <param name="Sequence">The number of the last commit.</param>
/// <param name="Count">How many rows there are.</param>
/// <param name="Sum">The sum of their digests, modulo 2^128.</param>
internal readonly record struct StateTotals(long Sequence, long Count, UInt128 Sum)
{
    public const int Size = 32;

    public StateTotals Add(UInt128 digest) => this with { Count = Count + 1, Sum = unchecked(Sum + digest) };

    public StateTotals Remove(UInt128 digest) => this with { Count = Count - 1, Sum = unchecked(Sum - digest) };

    public void Encode(Span<byte> destination)
    {
        BinaryPrimitives.WriteInt64LittleEndian(destination, Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(destination[8..], Count);
        BinaryPrimitives.WriteUInt128LittleEndian(destination[16..], Sum);
    }

    public static StateTotals Decode(ReadOnlySpan<byte> encoded) => new(
        BinaryPrimitives.ReadInt64LittleEndian(encoded),
        BinaryPrimitives.ReadInt64LittleEndian(encoded[8..]),
        BinaryPrimitives.ReadUInt128LittleEndian(encoded[16..]));
}
