using DaaCompute.Net.Simulation;

namespace DaaCompute.Net.Sim.Drills;

/// <summary>A task fails and nobody looks.</summary>
internal sealed class UnobservedDrill : IScenario
{
    public string Name => "drill-unobserved";

    public string Summary => "A task fails and nobody looks.";

    public async Task RunAsync(SimulatedCluster cluster)
    {
        Forget(cluster);
        await cluster.RunForAsync(TimeSpan.FromSeconds(1));
    }

    private static void Forget(SimulatedCluster cluster) => _ = FailAsync(cluster);

    private static async Task FailAsync(SimulatedCluster cluster)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(1), cluster.Time);
        throw new InvalidOperationException("the drill's task failed");
    }
}
