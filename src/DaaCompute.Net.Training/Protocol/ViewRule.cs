using System.Collections.Immutable;

namespace DaaCompute.Net.Training.Protocol;

/// <summary>The two rules that every member applies to the same facts and so reaches the same answer.</summary>
internal static class ViewRule
{
    /// <summary>Chooses who stays, given who cannot stay together.</summary>
    /// <remarks>
    /// Whoever accuses himself goes. Then, while two of the rest are at odds, the one at odds with most others goes: a
    /// dead member is accused by all, and one that accuses all condemns itself. Ties: the one more often accused, then
    /// the larger id.
    /// </remarks>
    public static ImmutableArray<MemberId> Survivors(
        IReadOnlyCollection<MemberId> candidates, IReadOnlyCollection<Accusation> accusations)
    {
        HashSet<(MemberId Accuser, MemberId Accused)> edges =
            [.. accusations.Select(one => (one.Accuser, one.Accused))];
        List<MemberId> rest = [.. candidates.Distinct().Order()];
        rest.RemoveAll(member => edges.Contains((member, member)));
        while (true)
        {
            MemberId? worst = null;
            (int AtOdds, int Accused) worstCount = (0, 0);
            foreach (MemberId member in rest)
            {
                int atOdds = rest.Count(other => edges.Contains((member, other)) || edges.Contains((other, member)));
                int accused = rest.Count(other => edges.Contains((other, member)));
                if (atOdds > 0 && (atOdds, accused).CompareTo(worstCount) >= 0)
                {
                    (worst, worstCount) = (member, (atOdds, accused));
                }
            }

            if (worst is null)
            {
                return [.. rest];
            }

            rest.Remove(worst.Value);
        }
    }

    /// <summary>How many operations are committed once a view with these statements is adopted.</summary>
    /// <remarks>
    /// Nobody commits before all members of a view are ready. So where one member of the view before is not ready,
    /// nobody anywhere has committed and the operation is done again; where all are, somebody may have, and all commit.
    /// </remarks>
    public static long CommittedBy(IReadOnlyCollection<ViewStatement> statements)
    {
        List<ViewStatement> voices = [.. statements.Where(statement => statement.BaseEpoch > 0)];
        if (voices.Count == 0)
        {
            return 0;
        }

        long committed = voices.Max(voice => voice.Committed);
        ReadyTag? first = voices[0].Ready;
        bool allReady = first is { } tag
            && tag.Sequence == committed + 1
            && voices.All(voice => voice.Committed == committed && voice.Ready == tag);
        return allReady ? committed + 1 : committed;
    }
}
