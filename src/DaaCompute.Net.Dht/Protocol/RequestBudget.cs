namespace DaaCompute.Net.Dht.Protocol;

/// <summary>How many requests each peer may still make: a token bucket a peer.</summary>
/// <param name="perSecond">Requests a second, in the long run.</param>
/// <param name="burst">Requests at once, after a rest.</param>
internal sealed class RequestBudget(double perSecond, int burst)
{
    /// <summary>Above this many peers, those that have rested are forgotten; nothing is lost with them.</summary>
    private const int MaxPeers = 1024;

    private readonly SortedDictionary<PeerId, (double Tokens, DateTimeOffset At)> _buckets = [];

    public bool TryTake(PeerId peer, DateTimeOffset now)
    {
        double tokens = burst;
        if (_buckets.TryGetValue(peer, out (double Tokens, DateTimeOffset At) bucket))
        {
            tokens = Refill(bucket, now);
        }
        else if (_buckets.Count >= MaxPeers)
        {
            foreach (PeerId rested in _buckets.Where(pair => Refill(pair.Value, now) >= burst).Select(pair => pair.Key).ToArray())
            {
                _buckets.Remove(rested);
            }
        }

        bool allowed = tokens >= 1;
        _buckets[peer] = (allowed ? tokens - 1 : tokens, now);
        return allowed;
    }

    private double Refill((double Tokens, DateTimeOffset At) bucket, DateTimeOffset now) =>
        Math.Min(burst, bucket.Tokens + (Math.Max(0, (now - bucket.At).TotalSeconds) * perSecond));
}
