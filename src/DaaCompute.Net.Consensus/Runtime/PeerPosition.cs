namespace DaaCompute.Net.Consensus.Runtime;

/// <summary>How far a peer says it is.</summary>
/// <param name="Epoch">Its epoch.</param>
/// <param name="Round">The round of its own last vertex.</param>
/// <param name="Height">The height its newest certificate covers.</param>
internal readonly record struct PeerPosition(long Epoch, long Round, long Height);
