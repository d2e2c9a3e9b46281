using System.Globalization;
using DaaCompute.Net.Simulation;

namespace DaaCompute.Net.Sim.Scenarios.Consensus;

/// <summary>
/// Validators agree while they crash, lose power in the middle of writes, are cut off, and meet full disks and wrong
/// clocks: one order at any time, and after healing everything that was proposed is final everywhere.
/// </summary>
/// <param name="validators">How many nodes there are; null for 4 to 16, drawn from the seed.</param>
internal sealed class ConsensusScenario(int? validators) : IScenario
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TimeSpan _duration = validators > 16 ? TimeSpan.FromSeconds(20) : TimeSpan.FromMinutes(2);

    public string Name => validators is int count ? string.Create(CultureInfo.InvariantCulture, $"consensus-{count}") : "consensus";

    public string Summary => "Validators crash, tear writes and are cut off: one order at any time, and after healing all is final.";

    public int? Nodes => validators;

    public async Task RunAsync(SimulatedCluster cluster)
    {
        // A node more than a set may have, or one of at least five, is a leaf: it proposes and reads.
        int count = validators ?? 4 + (int)(cluster.Seed % 13);
        count = Math.Min(count, cluster.Nodes.Length);
        bool hasLeaf = count > 4 && validators is null;
        cluster.Network.DefaultConditions = LinkConditions.Regional;
        ConsensusCircle circle = new(cluster, count, hasLeaf ? 1 : 0);
        await circle.StartAsync();
        Task proposing = circle.ProposeAsync(_duration);
        FaultPlan plan = FaultPlan.Draw(cluster.Entropy("faults"), count, _duration, FaultPlan.EveryKind);
        await plan.RunAsync(cluster);
        await proposing;
        bool isDone = await cluster.RunUntilAsync(circle.IsFinished, Patience);
        cluster.Require(isDone, "after healing not everything is final everywhere: " + circle.Describe());
        circle.CheckIntegrity();
        cluster.Report($"{count} nodes: {circle.Describe()}");
    }
}
