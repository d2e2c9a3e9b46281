using DaaCompute.Net.Simulation;

namespace DaaCompute.Net.Sim.Scenarios;

/// <summary>Whole nodes that crash, freeze, restart and are cut off; when all that ends, the network is whole again.</summary>
internal sealed class ChurnScenario : IScenario
{
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public string Name => "churn";

    public string Summary => "Real nodes crash, freeze, restart and lose links; after healing all hang together and answer.";

    public async Task RunAsync(SimulatedCluster cluster)
    {
        cluster.Network.DefaultConditions = LinkConditions.Regional;
        WholeNodes nodes = new(cluster);
        cluster.Require(await cluster.RunUntilAsync(nodes.AreJoined, Patience), "the nodes never joined");
        FaultPlan plan = FaultPlan.Draw(cluster.Entropy("faults"), cluster.Nodes.Length, Duration, FaultPlan.EveryKind);
        await plan.RunAsync(cluster);
        cluster.Require(await cluster.RunUntilAsync(nodes.AreJoined, Patience), "the nodes do not join again after healing");
        await cluster.RunForAsync(TimeSpan.FromMinutes(3));
        foreach (string fault in await nodes.PingAllAsync())
        {
            cluster.Violation(fault);
        }

        cluster.Require(nodes.AreJoined(), "the nodes fell apart again");
        await nodes.StopAsync();
    }
}
