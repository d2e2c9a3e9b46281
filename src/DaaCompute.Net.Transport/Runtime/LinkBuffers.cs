namespace DaaCompute.Net.Transport.Runtime;

/// <summary>The buffers that all links of a node share: an idle link holds next to nothing.</summary>
/// <remarks>
/// Pinned, for they are handed to the cipher and the socket all the time. The pools keep about 40 MiB at most; what
/// bursts above that is left to the collector.
/// </remarks>
internal sealed class LinkBuffers
{
    private readonly BoundedPool<byte[]> _blocks = new(64, static () => Pinned(RecordBuffer.Size));
    private readonly BoundedPool<BufferSegment> _small = new(1024, static () => new(Pinned(BufferSegment.SmallSize)));
    private readonly BoundedPool<BufferSegment> _large = new(320, static () => new(Pinned(BufferSegment.LargeSize)));

    /// <summary>Rents <see cref="RecordBuffer.Size"/> bytes.</summary>
    public byte[] RentBlock() => _blocks.Rent();

    public void ReturnBlock(byte[] block) => _blocks.Return(block);

    /// <summary>Rents a segment of one of two sizes, whichever suits so many bytes.</summary>
    public BufferSegment RentSegment(int bytes) => bytes > BufferSegment.SmallSize ? _large.Rent() : _small.Rent();

    public void ReturnSegment(BufferSegment segment)
    {
        segment.Clear();
        if (segment.Capacity == BufferSegment.SmallSize)
        {
            _small.Return(segment);
        }
        else if (segment.Capacity == BufferSegment.LargeSize)
        {
            _large.Return(segment);
        }
    }

    private static byte[] Pinned(int size) => GC.AllocateUninitializedArray<byte>(size, pinned: true);
}
