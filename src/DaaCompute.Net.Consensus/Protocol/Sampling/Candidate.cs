namespace DaaCompute.Net.Consensus.Protocol.Sampling;

/// <summary>A vertex that may follow another in the one order.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Parent">The vertex it follows; all that name the same one exclude each other.</param>
/// <param name="Height">One more than its parent's.</param>
internal sealed record Candidate(VertexId Id, VertexId Parent, long Height);
