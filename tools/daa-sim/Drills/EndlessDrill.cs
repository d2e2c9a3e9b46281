using DaaCompute.Net.Simulation;

namespace DaaCompute.Net.Sim.Drills;

/// <summary>Time passes and nothing comes of it.</summary>
internal sealed class EndlessDrill : IScenario
{
    public string Name => "drill-endless";

    public string Summary => "Time passes and nothing comes of it.";

    public Task RunAsync(SimulatedCluster cluster) => Task.Delay(TimeSpan.FromDays(1), cluster.Time);
}
