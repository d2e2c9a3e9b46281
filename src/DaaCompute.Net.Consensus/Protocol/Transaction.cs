namespace DaaCompute.Net.Consensus.Protocol;

/// <summary>One thing that a vertex carries; the engine orders it without looking inside.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Bytes">Its bytes.</param>
internal readonly record struct Transaction(TransactionKind Kind, ReadOnlyMemory<byte> Bytes);
