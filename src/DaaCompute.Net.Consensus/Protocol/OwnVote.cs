namespace DaaCompute.Net.Consensus.Protocol;

/// <summary>A validator's last vertex: how far it has voted.</summary>
/// <param name="Round">Its round.</param>
/// <param name="Id">The vertex, which names the one before it, and so on: the head of a hash chain.</param>
internal sealed record OwnVote(long Round, VertexId Id);
