using DaaCompute.Net.Consensus.Protocol;

namespace DaaCompute.Net.Consensus.Protocol.Quorum;

/// <summary>A vertex in its place in the DAG.</summary>
/// <param name="vertex">The vertex.</param>
/// <param name="parents">Its parents in the order of the vertex's; null where one lies below the floor and is not kept.</param>
internal sealed class DagVertex(Vertex vertex, DagVertex?[] parents)
{
    public Vertex Vertex => vertex;

    public long Round => vertex.Round;

    public int Author => vertex.Author;

    /// <summary>The parents; empty once the vertex is forgotten itself, so that it holds on to nothing.</summary>
    public DagVertex?[] Parents { get; private set; } = parents;

    /// <summary>By author, the vertex of two rounds before that a quorum of the parents supports; null when it certifies none.</summary>
    public DagVertex?[]? Certified { get; set; }

    /// <summary>Authors of vertices two rounds later that certify this one.</summary>
    public ulong Certifiers { get; set; }

    /// <summary>Whether it has its place in the agreed order.</summary>
    public bool IsOrdered { get; set; }

    /// <summary>The number of the last walk that came by.</summary>
    public long Visit { get; set; }

    public void Forget()
    {
        Parents = [];
        Certified = null;
    }
}
