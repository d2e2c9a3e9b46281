namespace DaaCompute.Net.Consensus.Protocol;

/// <summary>What validators sign at a checkpoint.</summary>
/// <param name="EpochId">The epoch's digest.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Height">How many proposals are final.</param>
/// <param name="Chain">The hash chain over them.</param>
/// <param name="Round">Everything up to this round is decided.</param>
/// <param name="Resume">The digest of the engine's snapshot: what a late validator needs to go on from here.</param>
/// <param name="NextSet">The digest of the next epoch's validator set when this is the epoch's last checkpoint; else all zero.</param>
internal sealed record CheckpointStatement(
    ContentDigest EpochId,
    long Epoch,
    long Height,
    ContentDigest Chain,
    long Round,
    ContentDigest Resume,
    ContentDigest NextSet);
