namespace DaaCompute.Net.Consensus;

/// <summary>A checkpoint certificate: validators' signatures over a state, which a leaf can verify without voting.</summary>
/// <param name="Epoch">The epoch whose validators signed.</param>
/// <param name="Height">How many proposals the state includes: those of heights below this one.</param>
/// <param name="StateDigest">
/// The digest of the state: the hash chain over all those proposals, from which the state follows.
/// </param>
/// <param name="Encoded">The certificate as it travels, signatures included.</param>
public sealed record ConsensusProof(long Epoch, long Height, ContentDigest StateDigest, ReadOnlyMemory<byte> Encoded);
