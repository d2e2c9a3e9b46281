namespace DaaCompute.Net.Consensus;

/// <summary>The name of a proposal: the BLAKE3 of its payload and proposer.</summary>
/// <param name="Digest">The digest.</param>
public readonly record struct ProposalId(ContentDigest Digest)
{
    /// <summary>Hexadecimal.</summary>
    public override string ToString() => Digest.ToString();
}
