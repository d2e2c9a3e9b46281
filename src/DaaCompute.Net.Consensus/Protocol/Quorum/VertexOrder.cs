using System.Collections.Immutable;

namespace DaaCompute.Net.Consensus.Protocol.Quorum;

/// <summary>Puts a committed vertex and what it descends from, as far as it has no place yet, into the one order.</summary>
internal static class VertexOrder
{
    /// <summary>By round, author and id; ancestors therefore before descendants, and the leader last.</summary>
    /// <param name="dag">The DAG.</param>
    /// <param name="leader">The committed vertex.</param>
    public static ImmutableArray<DagVertex> Take(Dag dag, DagVertex leader)
    {
        if (leader.IsOrdered)
        {
            return [];
        }

        // Counted from the leader, not from what this replica happens to keep: all replicas cut alike.
        long floor = leader.Round - VertexRules.Depth;
        List<DagVertex> taken = [];
        Stack<DagVertex> open = new([leader]);
        leader.IsOrdered = true;
        while (open.TryPop(out DagVertex? vertex))
        {
            taken.Add(vertex);
            foreach (DagVertex? parent in vertex.Parents)
            {
                if (parent is { IsOrdered: false } && parent.Round >= floor)
                {
                    parent.IsOrdered = true;
                    open.Push(parent);
                }
            }
        }

        taken.Sort(static (one, other) => Compare(one.Vertex.Reference, other.Vertex.Reference));
        return [.. taken];
    }

    /// <summary>By round, author and id.</summary>
    public static int Compare(VertexRef one, VertexRef other)
    {
        int order = one.Round.CompareTo(other.Round);
        order = order != 0 ? order : one.Author.CompareTo(other.Author);
        return order != 0 ? order : one.Id.Digest.CompareTo(other.Id.Digest);
    }
}
