namespace DaaCompute.Net.Transport.Protocol;

/// <summary>A rate with a burst: full at first, one token a use, refilled as time passes.</summary>
internal struct TokenBucket(double perSecond, int burst, TimeSpan now)
{
    private double _tokens = burst;
    private TimeSpan _filled = now;

    public bool TryTake(TimeSpan now)
    {
        Refill(now);
        if (_tokens < 1)
        {
            return false;
        }

        _tokens--;
        return true;
    }

    /// <summary>Whether it remembers nothing that a new bucket would not.</summary>
    public bool IsFull(TimeSpan now)
    {
        Refill(now);
        return _tokens >= burst;
    }

    private void Refill(TimeSpan now)
    {
        _tokens = Math.Min(burst, _tokens + ((now - _filled).TotalSeconds * perSecond));
        _filled = now;
    }
}
