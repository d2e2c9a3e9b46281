using DaaCompute.Net.Simulation;

namespace DaaCompute.Net.Sim.Scenarios;

/// <summary>Nothing but the clock: what the engine costs by itself.</summary>
internal sealed class TicksScenario : IScenario
{
    private const int TicksPerNode = 5_000;

    public string Name => "ticks";

    public string Summary => "Every node waits for its own clock, again and again; measures the bare engine.";

    public async Task RunAsync(SimulatedCluster cluster)
    {
        int[] ticks = new int[cluster.Nodes.Length];
        foreach (SimulatedNode node in cluster.Nodes)
        {
            node.ClockDriftPartsPerMillion = cluster.Entropy("drift").Derive($"{node.Number}").NextInt32(200) - 100;
            node.Start(process => TickAsync(process, ticks));
        }

        bool done = await cluster.RunUntilAsync(
            () => Array.TrueForAll(ticks, count => count == TicksPerNode), TimeSpan.FromMinutes(10));
        cluster.Require(done, $"a clock stands still: {string.Join(' ', ticks)}");
    }

    private static async Task TickAsync(SimulatedProcess process, int[] ticks)
    {
        while (ticks[process.Number - 1] < TicksPerNode)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1 + process.Entropy.NextInt32(10)), process.Time);
            ticks[process.Number - 1]++;
        }
    }
}
