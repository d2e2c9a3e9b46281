namespace DaaCompute.Net.SimulationTests;

public sealed class SweepTests
{
    [Fact]
    public async Task Sweep_EveryScenario_Passes()
    {
        SimulatorResult result = await Simulator.RunAsync("sweep", "all", "--seeds", "1..4");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("seeds 1..4 passed 4 failed 0", result.Verdict);
    }
}
