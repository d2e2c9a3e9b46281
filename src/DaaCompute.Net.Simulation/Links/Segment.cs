using System.Buffers;

namespace DaaCompute.Net.Simulation.Links;

/// <summary>A piece of a stream on its way; one without bytes ends the stream.</summary>
internal sealed class Segment : Packet
{
    private readonly byte[] _bytes;
    private readonly int _length;
    private int _taken;

    public Segment(ReadOnlySpan<byte> bytes)
    {
        _length = bytes.Length;
        _bytes = _length == 0 ? [] : ArrayPool<byte>.Shared.Rent(_length);
        bytes.CopyTo(_bytes);
    }

    public bool IsFinish => _length == 0;

    /// <summary>What nobody has read yet.</summary>
    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_taken, _length - _taken);

    public override int Size => Unread.Length;

    public int Read(Span<byte> destination)
    {
        int count = Math.Min(destination.Length, _length - _taken);
        _bytes.AsSpan(_taken, count).CopyTo(destination);
        _taken += count;
        return count;
    }

    public override void Release()
    {
        if (_length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }
    }
}
