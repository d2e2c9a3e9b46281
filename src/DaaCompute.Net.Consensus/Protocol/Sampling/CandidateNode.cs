namespace DaaCompute.Net.Consensus.Protocol.Sampling;

/// <summary>A vertex of the <see cref="CandidateTree"/>, and the conflict set of those that would follow it.</summary>
internal sealed class CandidateNode(VertexId id, CandidateNode? parent, long height, Snowflake followers)
{
    public VertexId Id => id;

    /// <summary>The vertex it follows; null for the last final one.</summary>
    public CandidateNode? Parent { get; set; } = parent;

    public long Height => height;

    public Candidate Candidate => new(id, Parent?.Id ?? default, height);

    /// <summary>Which of the children this node believes in.</summary>
    public Snowflake Followers => followers;

    /// <summary>Those that would follow, in the order in which they came.</summary>
    public List<CandidateNode> Children { get; } = [];

    /// <summary>The votes of the poll that is being counted, for this vertex or one above it.</summary>
    public int Votes { get; set; }
}
