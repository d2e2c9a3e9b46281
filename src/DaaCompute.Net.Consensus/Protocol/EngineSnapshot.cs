using System.Collections.Immutable;

namespace DaaCompute.Net.Consensus.Protocol;

/// <summary>How far an engine has decided, and what of the rounds that still matter has its place in the order already.</summary>
/// <param name="DecidedRound">Everything up to this round is decided, and nothing after it.</param>
/// <param name="Ordered">Vertices of rounds that still matter which are ordered, by round, author and id.</param>
internal sealed record EngineSnapshot(long DecidedRound, ImmutableArray<VertexRef> Ordered)
{
    /// <summary>An epoch's beginning.</summary>
    public static EngineSnapshot Genesis { get; } = new(0, []);
}
