using System.Collections.Immutable;

namespace DaaCompute.Net.Consensus;

/// <summary>Says which proposals exclude each other. Without one, none do.</summary>
/// <remarks>Must be a pure function of its arguments: every replica calls it and must get the same.</remarks>
public interface IConflictKeys
{
    /// <summary>What a proposal lays claim to.</summary>
    /// <param name="payload">The payload, from anybody.</param>
    /// <param name="proposer">Who proposes it.</param>
    /// <returns>Its keys, at most 64 of which count; empty for a proposal that conflicts with none.</returns>
    ImmutableArray<ConflictKey> KeysOf(ReadOnlyMemory<byte> payload, PeerId proposer);
}
