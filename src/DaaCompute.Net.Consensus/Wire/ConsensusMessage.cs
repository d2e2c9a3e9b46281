using System.Collections.Immutable;

namespace DaaCompute.Net.Consensus.Wire;

/// <summary>One frame of the consensus protocol. Which fields mean something follows from the kind.</summary>
internal sealed record ConsensusMessage(ConsensusMessageKind Kind)
{
    public long Epoch { get; init; }

    public long Round { get; init; }

    public long Height { get; init; }

    /// <summary>The epoch's id, or the hash chain before the first proposal of a frame.</summary>
    public ContentDigest Digest { get; init; }

    public ImmutableArray<ReadOnlyMemory<byte>> Items { get; init; } = [];

    /// <summary>The single item of kinds that have one.</summary>
    public ReadOnlyMemory<byte> Item => Items.Length > 0 ? Items[0] : default;
}
