using DaaCompute.Net.Simulation;

namespace DaaCompute.Net.Sim.Drills;

/// <summary>A timer of the machine's own clock is left running.</summary>
internal sealed class RealTimerDrill : IScenario
{
    private static readonly List<Timer> LeftRunning = [];

    public string Name => "drill-timer";

    public string Summary => "A timer of the machine's own clock is left running.";

    public Task RunAsync(SimulatedCluster cluster)
    {
        LeftRunning.Add(new Timer(_ => { }, state: null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan));
        return cluster.RunForAsync(TimeSpan.FromSeconds(1));
    }
}
