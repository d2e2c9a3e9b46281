using System.Collections.Immutable;

namespace DaaCompute.Net.Topology.State;

/// <summary>The validators of an epoch, as far as the state's rules have to know them.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Validators">Its validators, in the order of their ids.</param>
internal sealed record Electorate(long Epoch, ImmutableSortedSet<PeerId> Validators)
{
    public static Electorate None { get; } = new(0, []);

    /// <summary>How many validators may lie: f of n ≥ 3f + 1.</summary>
    public int FaultTolerance => Math.Max(0, (Validators.Count - 1) / 3);

    /// <summary>How many observers are believed: at least one of f + 1 is honest.</summary>
    public int Observers => FaultTolerance + 1;
}
