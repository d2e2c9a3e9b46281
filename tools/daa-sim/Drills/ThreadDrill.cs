using DaaCompute.Net.Simulation;

namespace DaaCompute.Net.Sim.Drills;

/// <summary>A thread beside the simulation's sets a timer.</summary>
internal sealed class ThreadDrill : IScenario
{
    public string Name => "drill-thread";

    public string Summary => "A thread beside the simulation's sets a timer.";

    public async Task RunAsync(SimulatedCluster cluster)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = new(() =>
        {
            cluster.Time.CreateTimer(_ => done.SetResult(), state: null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        });
        thread.Start();
        thread.Join();
        await done.Task;
    }
}
