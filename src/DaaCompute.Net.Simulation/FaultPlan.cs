using System.Collections.Immutable;

namespace DaaCompute.Net.Simulation;

/// <summary>What goes wrong in a simulation, and when: drawn beforehand, so that it depends on the seed alone.</summary>
public sealed class FaultPlan
{
    /// <summary>A fault begins every so often, on average.</summary>
    private static readonly TimeSpan MeanGap = TimeSpan.FromSeconds(4);

    /// <summary>A fault lasts at most so long: longer than any protocol's patience, short of a connection's 100 s.</summary>
    private static readonly TimeSpan MaximumDuration = TimeSpan.FromSeconds(45);

    private FaultPlan(ImmutableArray<Fault> faults) => Faults = faults;

    /// <summary>Every kind of fault.</summary>
    public static ImmutableArray<FaultKind> EveryKind { get; } = [.. Enum.GetValues<FaultKind>()];

    /// <summary>The faults, by the time at which they begin.</summary>
    public ImmutableArray<Fault> Faults { get; }

    /// <summary>Makes a plan of given faults.</summary>
    /// <param name="faults">The faults.</param>
    public static FaultPlan Of(params IEnumerable<Fault> faults) => new([.. faults.OrderBy(fault => fault.Start)]);

    /// <summary>
    /// Draws a plan. At any time at most a third of the nodes are befallen by faults of their own, and one partition stands.
    /// </summary>
    /// <param name="entropy">Where the faults come from.</param>
    /// <param name="nodes">How many nodes there are.</param>
    /// <param name="duration">When the last fault is over.</param>
    /// <param name="kinds">The kinds to draw from.</param>
    public static FaultPlan Draw(SeededEntropySource entropy, int nodes, TimeSpan duration, ImmutableArray<FaultKind> kinds)
    {
        ArgumentNullException.ThrowIfNull(entropy);
        List<Fault> faults = [];
        TimeSpan start = MeanGap;
        while (start < duration)
        {
            FaultKind kind = kinds[entropy.NextInt32(kinds.Length)];
            TimeSpan length = (MaximumDuration * entropy.NextDouble()) + TimeSpan.FromMilliseconds(100);
            length = TimeSpan.FromTicks(Math.Min(length.Ticks, (duration - start).Ticks));
            int[] candidates = [.. Enumerable.Range(1, nodes).Except(faults.Where(f => f.End >= start && !IsWide(f.Kind)).SelectMany(f => f.Nodes))];
            entropy.Shuffle<int>(candidates);
            int befallen = IsWide(kind) ? 1 + entropy.NextInt32(Math.Max(1, nodes / 2)) : 1;
            Fault fault = new(kind, start, length, [.. candidates.Take(befallen)], entropy.NextDouble());
            bool fits = IsWide(kind)
                ? !faults.Exists(other => other.End >= start && IsWide(other.Kind))
                : nodes - candidates.Length < nodes / 3;
            if (fits)
            {
                faults.Add(fault);
            }

            start += 2 * MeanGap * entropy.NextDouble();
        }

        return new FaultPlan([.. faults]);
    }

    /// <summary>Lets the faults happen and end, then heals the network. The caller goes on once all is well.</summary>
    /// <param name="cluster">The world.</param>
    public async Task RunAsync(SimulatedCluster cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        TimeSpan begin = cluster.Time.Elapsed;
        IEnumerable<(TimeSpan At, Action<SimulatedCluster> Change, string Text)> changes =
        [
            .. Faults.Select(fault => (fault.Start, (Action<SimulatedCluster>)fault.Begin, $"begins: {Describe(fault)}")),
            .. Faults.Select(fault => (fault.End, (Action<SimulatedCluster>)fault.Heal, $"ends: {Describe(fault)}")),
        ];
        foreach ((TimeSpan at, Action<SimulatedCluster> change, string text) in changes.OrderBy(change => change.At))
        {
            TimeSpan wait = begin + at - cluster.Time.Elapsed;
            if (wait > TimeSpan.Zero)
            {
                await cluster.RunForAsync(wait).ConfigureAwait(false);
            }

            cluster.Mark(text);
            change(cluster);
        }

        cluster.Network.Heal();
    }

    private static bool IsWide(FaultKind kind) => kind is FaultKind.Partition or FaultKind.OneWayPartition;

    private static string Describe(Fault fault) => $"{fault.Kind} of {string.Join(' ', fault.Nodes)} for {fault.Duration}";
}
