using System.Collections.Immutable;

namespace DaaCompute.Net.Transport.Protocol;

/// <summary>What <see cref="ConnectionStrategy"/> wants done.</summary>
/// <param name="Dial">Whom to dial, most wanted first.</param>
/// <param name="Prune">Whose connection to close.</param>
internal sealed record StrategyPlan(ImmutableArray<PeerId> Dial, ImmutableArray<PeerId> Prune);
