namespace DaaCompute.Net.Consensus.Protocol.Sampling;

/// <summary>One way for a candidate to become final.</summary>
/// <param name="Quorum">The votes of a sample that it takes.</param>
/// <param name="Polls">How many polls in a row must give them.</param>
internal readonly record struct ConfidenceThreshold(int Quorum, int Polls);
