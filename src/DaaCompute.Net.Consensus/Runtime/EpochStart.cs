namespace DaaCompute.Net.Consensus.Runtime;

/// <summary>Where an epoch begins.</summary>
/// <param name="Set">Who votes in it.</param>
/// <param name="Height">How many proposals were final before it.</param>
/// <param name="Chain">The hash chain over them.</param>
internal sealed record EpochStart(ValidatorSet Set, long Height, ContentDigest Chain);
