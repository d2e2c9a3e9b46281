namespace DaaCompute.Net.Dht.Protocol;

/// <summary>The bounds of a routing table.</summary>
/// <param name="BucketSize">k: the peers of a bucket, and the peers that may wait for one.</param>
/// <param name="MaxPeersPerGroup">The peers of one address group in the whole table.</param>
/// <param name="MaxBucketPeersPerGroup">The peers of one address group that share one prefix length with this node.</param>
internal sealed record RoutingTableLimits(int BucketSize = 20, int MaxPeersPerGroup = 3, int MaxBucketPeersPerGroup = 2)
{
    /// <summary>Unanswered requests in a row after which a peer goes, though nobody waits for its place.</summary>
    public const int FailuresToRemove = 2;
}
