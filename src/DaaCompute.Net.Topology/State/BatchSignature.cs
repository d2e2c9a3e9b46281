namespace DaaCompute.Net.Topology.State;

/// <summary>One signature over the Merkle root of a batch of statements; the root follows from any leaf and its path.</summary>
/// <param name="Signer">Who signed.</param>
/// <param name="Leaves">How many statements the batch has; signed with the root.</param>
/// <param name="Signature">The signature.</param>
/// <param name="PublicKey">The signer's encoded key where the state does not hold it yet (a join); otherwise empty.</param>
internal sealed record BatchSignature(
    PeerId Signer, int Leaves, ReadOnlyMemory<byte> Signature, ReadOnlyMemory<byte> PublicKey);
