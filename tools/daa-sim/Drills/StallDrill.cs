using DaaCompute.Net.Simulation;

namespace DaaCompute.Net.Sim.Drills;

/// <summary>Everybody waits for nothing.</summary>
internal sealed class StallDrill : IScenario
{
    public string Name => "drill-stall";

    public string Summary => "Everybody waits for nothing.";

    public Task RunAsync(SimulatedCluster cluster) => new TaskCompletionSource().Task;
}
