namespace DaaCompute.Net.Consensus;

/// <summary>A proposal that is final.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Proposer">Who proposed it.</param>
/// <param name="Payload">What was proposed; opaque to consensus.</param>
/// <param name="Vertex">The vertex that carried it.</param>
/// <param name="Height">Its place in the one order that every replica sees, from 0.</param>
public sealed record Proposal(
    ProposalId Id, PeerId Proposer, ReadOnlyMemory<byte> Payload, VertexId Vertex, long Height);
