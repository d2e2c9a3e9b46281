namespace DaaCompute.Net.Consensus;

/// <summary>Two vertices that one validator signed for one round: what no honest validator does. Anybody can check it.</summary>
/// <param name="Offender">Who.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Round">The round.</param>
/// <param name="First">One vertex; its id is the lesser.</param>
/// <param name="Second">The other.</param>
/// <param name="Encoded">The proof as it travels, both signed vertices included.</param>
public sealed record EquivocationProof(
    PeerId Offender, long Epoch, long Round, VertexId First, VertexId Second, ReadOnlyMemory<byte> Encoded);
