namespace DaaCompute.Net.Dht.Protocol;

/// <summary>Estimates how many servers the network has from how close to random keys the closest ones are.</summary>
/// <remarks>
/// Ids are uniform, so in a network of n the i-th closest peer to a key is at about i/(n+1) of the key space. A line through
/// the origin is fitted to the mean distances; its slope is 1/(n+1). Source: go-libp2p-kad-dht's netsize package, whose
/// window (150 lookups, 2 hours) and least number of lookups (5) are taken.
/// </remarks>
internal sealed class NetworkSizeEstimator(int closest)
{
    private const int MaxLookups = 150;
    private const int MinLookups = 5;
    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(2);

    private readonly Queue<(DateTimeOffset At, double[] Distances)> _lookups = new();
    private int? _estimate;

    /// <summary>Takes in the distances of the k closest peers to a key, the closest first; shorter lists say nothing.</summary>
    public void Track(IReadOnlyList<XorDistance> distances, DateTimeOffset now)
    {
        if (distances.Count != closest)
        {
            return;
        }

        _lookups.Enqueue((now, [.. distances.Select(distance => distance.Normalized)]));
        _estimate = null;
    }

    /// <summary>The estimate; null while too little was seen.</summary>
    public int? Estimate(DateTimeOffset now)
    {
        while (_lookups.Count > MaxLookups || (_lookups.TryPeek(out var oldest) && oldest.At + MaxAge < now))
        {
            _lookups.Dequeue();
            _estimate = null;
        }

        if (_lookups.Count < MinLookups)
        {
            return null;
        }

        return _estimate ??= Fit();
    }

    private int Fit()
    {
        double products = 0;
        double squares = 0;
        for (int rank = 1; rank <= closest; rank++)
        {
            double mean = _lookups.Average(lookup => lookup.Distances[rank - 1]);
            products += rank * mean;
            squares += (double)rank * rank;
        }

        return (int)Math.Clamp(Math.Round((squares / products) - 1), closest, int.MaxValue);
    }
}
