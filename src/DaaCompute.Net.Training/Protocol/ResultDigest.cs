using System.Runtime.InteropServices;

namespace DaaCompute.Net.Training.Protocol;

/// <summary>The 32-byte hash of a result.</summary>
internal readonly record struct ResultDigest(ulong A, ulong B, ulong C, ulong D)
{
    public const int Size = 32;

    public static ResultDigest Read(ReadOnlySpan<byte> bytes) => MemoryMarshal.Read<ResultDigest>(bytes);

    public void Write(Span<byte> destination) => MemoryMarshal.Write(destination, in this);

    public byte[] ToArray()
    {
        byte[] bytes = new byte[Size];
        Write(bytes);
        return bytes;
    }
}
