namespace DaaCompute.Net.Consensus.Protocol.Sampling;

/// <summary>
/// What may follow the last final vertex: a tree, so that one vote for a leaf is a vote in every conflict set below it.
/// </summary>
/// <remarks>A vote for a vertex whose followers the voter rejects counts for the vertex itself, and takes nothing from it.</remarks>
internal sealed class CandidateTree
{
    private readonly SamplingParameters _parameters;
    private readonly Dictionary<VertexId, CandidateNode> _nodes = [];

    public CandidateTree(SamplingParameters parameters, VertexId root, long height)
    {
        _parameters = parameters;
        Root = new CandidateNode(root, parent: null, height, new Snowflake(parameters));
        _nodes.Add(root, Root);
    }

    /// <summary>The last final vertex.</summary>
    public CandidateNode Root { get; private set; }

    /// <summary>How many vertices are not decided yet.</summary>
    public int Processing => _nodes.Count - 1;

    /// <summary>The leaf that this node votes for.</summary>
    public CandidateNode Preferred
    {
        get
        {
            CandidateNode node = Root;
            while (node.Followers.Preference is { } next)
            {
                node = _nodes[next];
            }

            return node;
        }
    }

    public bool Contains(VertexId id) => _nodes.ContainsKey(id);

    /// <summary>Adds a candidate; false when it is known, its parent is not, or there are too many.</summary>
    public bool TryAdd(Candidate candidate)
    {
        if (Processing >= _parameters.MaxProcessing
            || _nodes.ContainsKey(candidate.Id)
            || !_nodes.TryGetValue(candidate.Parent, out CandidateNode? parent)
            || candidate.Height != parent.Height + 1)
        {
            return false;
        }

        CandidateNode node = new(candidate.Id, parent, candidate.Height, new Snowflake(_parameters));
        _nodes.Add(node.Id, node);
        parent.Children.Add(node);
        parent.Followers.Add(node.Id);
        return true;
    }

    /// <summary>Counts a vote for the first vertex of a chain that is known, and so for all below it.</summary>
    /// <param name="chain">What the voter prefers, downwards from its leaf.</param>
    public void Count(ReadOnlySpan<VertexId> chain)
    {
        foreach (VertexId id in chain)
        {
            if (_nodes.TryGetValue(id, out CandidateNode? node))
            {
                for (; node is not null; node = node.Parent)
                {
                    node.Votes++;
                }

                return;
            }
        }
    }

    /// <summary>The most votes that any child of the root has.</summary>
    public int LeadingVotes() => Root.Children.Count == 0 ? 0 : Root.Children.Max(static child => child.Votes);

    /// <summary>Ends a poll: every conflict set takes in its outcome, and the votes are forgotten.</summary>
    public void Conclude()
    {
        Stack<CandidateNode> open = new([Root]);
        while (open.TryPop(out CandidateNode? node))
        {
            if (node.Children.Count > 0)
            {
                CandidateNode leader = node.Children.MaxBy(static child => child.Votes)!;
                node.Followers.Record(leader.Id, leader.Votes);
                node.Children.ForEach(open.Push);
            }
        }

        foreach (CandidateNode node in _nodes.Values)
        {
            node.Votes = 0;
        }
    }

    /// <summary>Makes the root's final follower the root; null when there is none yet.</summary>
    /// <param name="rejected">Receives what can no longer become final, its own followers before it.</param>
    public CandidateNode? Advance(List<VertexId> rejected)
    {
        if (!Root.Followers.IsFinal || Root.Followers.Preference is not { } final)
        {
            return null;
        }

        foreach (CandidateNode child in Root.Children)
        {
            if (child.Id != final)
            {
                Remove(child, rejected);
            }
        }

        _nodes.Remove(Root.Id);
        Root = _nodes[final];
        Root.Parent = null;
        return Root;
    }

    private void Remove(CandidateNode node, List<VertexId> rejected)
    {
        foreach (CandidateNode child in node.Children)
        {
            Remove(child, rejected);
        }

        _nodes.Remove(node.Id);
        rejected.Add(node.Id);
    }
}
