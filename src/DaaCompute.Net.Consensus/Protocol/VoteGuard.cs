namespace DaaCompute.Net.Consensus.Protocol;

/// <summary>Compares what the database and the guard file tell about a validator's own votes.</summary>
internal static class VoteGuard
{
    /// <summary>How far the validator has voted for certain; null when that has to be learnt from others.</summary>
    /// <param name="guard">What the guard file tells; null when it tells nothing of this epoch.</param>
    /// <param name="stored">The last own vertex in the database; null when there is none.</param>
    /// <param name="previous">The own vertex that <paramref name="stored"/> names as the one before it.</param>
    public static OwnVote? Judge(OwnVote? guard, OwnVote? stored, VertexId previous)
    {
        if (stored is null || guard == stored)
        {
            // Without a database the guard cannot tell whether it is the last one.
            return guard is null ? null : stored;
        }

        // The guard is written after the database and before the vertex is sent. One vertex more in the database was never
        // sent, and is sent now. Any other difference means that one of the two was lost or put back.
        bool isOneAhead = previous == (guard?.Id ?? default) && stored.Round > (guard?.Round ?? 0);
        return isOneAhead ? stored : null;
    }
}
