namespace DaaCompute.Net.Consensus;

/// <summary>One who votes in an epoch.</summary>
/// <param name="Id">Who.</param>
/// <param name="Weight">How much its vote counts, at least 1.</param>
/// <param name="Key">Its public key, where it is known; it must be the one that <paramref name="Id"/> commits to.</param>
public sealed record Validator(PeerId Id, long Weight, PeerPublicKey? Key = null);
