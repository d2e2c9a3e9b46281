namespace DaaCompute.Net.Consensus;

/// <summary>The name of a vertex of the DAG: the BLAKE3 of its encoding.</summary>
/// <param name="Digest">The digest.</param>
public readonly record struct VertexId(ContentDigest Digest)
{
    /// <summary>Hexadecimal.</summary>
    public override string ToString() => Digest.ToString();
}
