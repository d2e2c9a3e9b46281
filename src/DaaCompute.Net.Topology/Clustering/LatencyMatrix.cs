namespace DaaCompute.Net.Topology.Clustering;

/// <summary>Round trips between n peers, in milliseconds: symmetric, zero on the diagonal, one float for each pair.</summary>
internal sealed class LatencyMatrix
{
    private readonly float[] _pairs;

    public LatencyMatrix(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        Size = size;
        _pairs = new float[(long)size * (size - 1) / 2];
    }

    public int Size { get; }

    /// <summary>The round trip between two peers, in milliseconds.</summary>
    public float this[int one, int other]
    {
        get => one == other ? 0 : _pairs[IndexOf(one, other)];
        set
        {
            if (one != other)
            {
                _pairs[IndexOf(one, other)] = value;
            }
        }
    }

    public LatencyMatrix Clone()
    {
        LatencyMatrix copy = new(Size);
        _pairs.CopyTo(copy._pairs, 0);
        return copy;
    }

    private static long IndexOf(int one, int other)
    {
        (int low, int high) = one < other ? (one, other) : (other, one);
        return ((long)high * (high - 1) / 2) + low;
    }
}
