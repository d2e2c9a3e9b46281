using System.Buffers;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>A pooled piece of a stream's queue; more is appended at its end while earlier bytes are being read.</summary>
internal sealed class BufferSegment(byte[] bytes) : ReadOnlySequenceSegment<byte>
{
    public const int SmallSize = 4 * 1024;
    public const int LargeSize = 64 * 1024;

    public int Capacity => bytes.Length;

    /// <summary>How many bytes are filled.</summary>
    public int Length { get; private set; }

    public int Free => bytes.Length - Length;

    public BufferSegment? NextSegment { get; private set; }

    /// <summary>The room behind what is filled.</summary>
    public Memory<byte> FreeMemory => bytes.AsMemory(Length);

    public ReadOnlySpan<byte> Filled(int from) => bytes.AsSpan(from, Length - from);

    /// <summary>Notes that bytes were written into <see cref="FreeMemory"/>.</summary>
    public void Advance(int count)
    {
        Length += count;
        Memory = bytes.AsMemory(0, Length);
    }

    /// <summary>Copies as much as fits and returns how much that is.</summary>
    public int Append(ReadOnlySpan<byte> source)
    {
        int taken = Math.Min(source.Length, Free);
        source[..taken].CopyTo(bytes.AsSpan(Length));
        Advance(taken);
        return taken;
    }

    public void SetNext(BufferSegment next)
    {
        next.RunningIndex = RunningIndex + Length;
        Next = next;
        NextSegment = next;
    }

    public void Clear()
    {
        Length = 0;
        Memory = default;
        RunningIndex = 0;
        Next = null;
        NextSegment = null;
    }
}
