using DaaCompute.Net.Simulation;

namespace DaaCompute.Net.Sim.Drills;

/// <summary>A rule is broken.</summary>
internal sealed class BrokenRuleDrill : IScenario
{
    public string Name => "drill-rule";

    public string Summary => "A rule is broken.";

    public Task RunAsync(SimulatedCluster cluster)
    {
        cluster.Require(holds: false, "the rule of the drill is broken");
        return Task.CompletedTask;
    }
}
