namespace DaaCompute.Net.Topology.AllReduce;

/// <summary>The best ring of few members, by trying all of them: the fastest slowest link, then the least latency.</summary>
internal sealed class SmallRing
{
    /// <summary>Up to here all rings are tried: 5,040 of eight members.</summary>
    public const int MaxMembers = 8;

    private readonly BandwidthMatrix _bandwidth;
    private readonly float[] _latency;
    private readonly int[] _ring;
    private int[] _best = [];
    private (float Bottleneck, double Latency) _quality = (float.NegativeInfinity, 0);

    private SmallRing(BandwidthMatrix bandwidth, float[] latency)
    {
        _bandwidth = bandwidth;
        _latency = latency;
        _ring = [.. Enumerable.Range(0, bandwidth.Size)];
    }

    public static int[] Build(BandwidthMatrix bandwidth, float[] latency)
    {
        SmallRing search = new(bandwidth, latency);
        search.Try(1, float.PositiveInfinity, 0);
        return search._best;
    }

    private void Try(int place, float bottleneck, double latency)
    {
        int from = _ring[place - 1];
        if (place == _ring.Length)
        {
            Compare(Math.Min(bottleneck, _bandwidth[from, _ring[0]]), latency + Latency(from, _ring[0]));
            return;
        }

        for (int other = place; other < _ring.Length; other++)
        {
            (_ring[place], _ring[other]) = (_ring[other], _ring[place]);
            float narrowed = Math.Min(bottleneck, _bandwidth[from, _ring[place]]);
            if (narrowed >= _quality.Bottleneck)
            {
                Try(place + 1, narrowed, latency + Latency(from, _ring[place]));
            }

            (_ring[place], _ring[other]) = (_ring[other], _ring[place]);
        }
    }

    private void Compare(float bottleneck, double latency)
    {
        if (bottleneck > _quality.Bottleneck || (bottleneck == _quality.Bottleneck && latency < _quality.Latency))
        {
            _quality = (bottleneck, latency);
            _best = [.. _ring];
        }
    }

    private double Latency(int from, int to) => _latency[(from * _ring.Length) + to];
}
