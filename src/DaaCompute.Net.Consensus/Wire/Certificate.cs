using System.Collections.Immutable;
using DaaCompute.Net.Consensus.Protocol;

namespace DaaCompute.Net.Consensus.Wire;

/// <summary>A checkpoint and who signed it.</summary>
/// <param name="Statement">What was signed.</param>
/// <param name="Signatures">The signatures, by author.</param>
internal sealed record Certificate(
    CheckpointStatement Statement, ImmutableArray<(int Author, ReadOnlyMemory<byte> Signature)> Signatures);
