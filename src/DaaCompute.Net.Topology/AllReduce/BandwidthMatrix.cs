namespace DaaCompute.Net.Topology.AllReduce;

/// <summary>What each member can send to each other one, in any one unit.</summary>
internal sealed class BandwidthMatrix(int size)
{
    private readonly float[] _cells = new float[size * size];

    public int Size { get; } = size;

    public float this[int from, int to]
    {
        get => _cells[(from * Size) + to];
        set => _cells[(from * Size) + to] = value;
    }
}
