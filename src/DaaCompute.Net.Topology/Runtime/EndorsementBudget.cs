namespace DaaCompute.Net.Topology.Runtime;

/// <summary>How often each peer may have something signed: a bucket of tokens each, bounded in number. Safe for concurrent use.</summary>
/// <param name="perSecond">Tokens that a second brings.</param>
/// <param name="time">The clock.</param>
internal sealed class EndorsementBudget(double perSecond, TimeProvider time)
{
    /// <summary>Peers that are kept account of; connections are bounded far below.</summary>
    private const int MaxPeers = 4096;

    /// <summary>What may be asked for at once after a rest, in seconds' worth of tokens.</summary>
    private const double BurstSeconds = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<PeerId, (double Tokens, long At)> _accounts = [];

    public bool TryTake(PeerId peer)
    {
        double burst = Math.Max(1, perSecond * BurstSeconds);
        long now = time.GetTimestamp();
        lock (_lock)
        {
            if (!_accounts.TryGetValue(peer, out (double Tokens, long At) account))
            {
                if (_accounts.Count >= MaxPeers)
                {
                    // Everybody begins anew, which is no more than a rest would have given them.
                    _accounts.Clear();
                }

                account = (burst, now);
            }

            double tokens = Math.Min(burst, account.Tokens + (perSecond * time.GetElapsedTime(account.At, now).TotalSeconds));
            _accounts[peer] = (tokens < 1 ? tokens : tokens - 1, now);
            return tokens >= 1;
        }
    }
}
