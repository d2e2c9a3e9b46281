using DaaCompute.Net.Simulation;

namespace DaaCompute.Net.Sim.Drills;

/// <summary>A timer's callback throws.</summary>
internal sealed class ThrowingTimerDrill : IScenario
{
    public string Name => "drill-throw";

    public string Summary => "A timer's callback throws.";

    public async Task RunAsync(SimulatedCluster cluster)
    {
        using ITimer timer = cluster.Time.CreateTimer(
            _ => throw new InvalidOperationException("the drill's timer threw"),
            state: null,
            TimeSpan.FromSeconds(1),
            Timeout.InfiniteTimeSpan);
        await cluster.RunForAsync(TimeSpan.FromSeconds(2));
    }
}
