namespace DaaCompute.Net.Dht.Protocol;

/// <summary>The shape of a lookup.</summary>
/// <param name="Closest">k: how many of the closest peers must have answered.</param>
/// <param name="Concurrency">α: the most requests under way.</param>
/// <param name="Paths">The disjoint paths.</param>
internal sealed record LookupLimits(int Closest = 20, int Concurrency = 10, int Paths = 4)
{
    /// <summary>The most peers that are asked. A network of a million needs some five rounds of α; liars must not add more.</summary>
    public int MaxQueries => 16 * Closest;

    /// <summary>The most peers that are remembered; of more, the farthest are forgotten.</summary>
    public int MaxCandidates => 64 * Closest;

    /// <summary>Peers that one peer named and that did not answer, after which its other ones are not asked.</summary>
    public const int MaxBadReferrals = 3;
}
