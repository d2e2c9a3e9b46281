namespace DaaCompute.Net.Topology.State;

/// <summary>A link between two members as the state keeps it, at both of its ends.</summary>
/// <param name="LatencyMs">The round trip, in milliseconds.</param>
/// <param name="Sequence">The number of its last change.</param>
/// <param name="IsUp">Whether it is up; one that failed is kept for its number, until no old statement is valid any more.</param>
/// <param name="ExpiresAt">The last height that a link which failed is kept for; -1 while it is up.</param>
internal sealed record LinkRecord(int LatencyMs, ulong Sequence, bool IsUp, long ExpiresAt)
{
    /// <summary>Whether it takes up room at this height.</summary>
    public bool CountsAt(long height) => IsUp || ExpiresAt >= height;
}
