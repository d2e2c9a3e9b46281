namespace DaaCompute.Net.Simulation.Storage;

/// <summary>Orders keys by their bytes.</summary>
internal sealed class ByteOrder : IComparer<ReadOnlyMemory<byte>>
{
    public static ByteOrder Instance { get; } = new();

    public int Compare(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceCompareTo(y.Span);
}
