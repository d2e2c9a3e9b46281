namespace DaaCompute.Net.Consensus.Protocol.Quorum;

/// <summary>What a vertex must be like by itself, whoever looks at it.</summary>
internal static class VertexRules
{
    /// <summary>
    /// How many rounds back a vertex may reach, and a commit orders: 50, Narwhal's garbage collection depth. Every replica
    /// must have the same, so it is no option.
    /// </summary>
    public const int Depth = 50;

    /// <summary>A checkpoint is made every so many rounds: few enough for leaves to wait for, many enough to amortise a signature.</summary>
    public const int CheckpointRounds = 8;

    /// <summary>Whether it keeps the rules.</summary>
    public static bool Hold(Vertex vertex, ContentDigest epochId, int validators, Weights weights)
    {
        if (vertex.EpochId != epochId || vertex.Author >= validators || vertex.Round < 1)
        {
            return false;
        }

        if (vertex.Round == 1)
        {
            return vertex.Parents.IsEmpty;
        }

        ulong before = 0;
        int last = -1;
        foreach (VertexRef parent in vertex.Parents)
        {
            if (parent.Author <= last
                || parent.Author >= validators
                || parent.Round < 1
                || parent.Round < vertex.Round - Depth
                || parent.Round >= vertex.Round)
            {
                return false;
            }

            last = parent.Author;
            before |= parent.Round == vertex.Round - 1 ? 1UL << parent.Author : 0;
        }

        return weights.IsQuorum(before);
    }
}
