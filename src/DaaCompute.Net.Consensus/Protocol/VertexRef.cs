namespace DaaCompute.Net.Consensus.Protocol;

/// <summary>A vertex as another one names it: whose, of which round, and its content's digest.</summary>
/// <param name="Author">The author's index in the validator set.</param>
/// <param name="Round">The round.</param>
/// <param name="Id">The vertex.</param>
internal readonly record struct VertexRef(int Author, long Round, VertexId Id);
