namespace DaaCompute.Net.SimulationTests;

/// <summary>The simulator fails where it must.</summary>
public sealed class DrillTests
{
    [Theory]
    [InlineData("drill-rule", "the rule of the drill is broken")]
    [InlineData("drill-stall", "can no longer happen")]
    [InlineData("drill-endless", "did not end within")]
    [InlineData("drill-thread", "on a thread beside the simulation's")]
    [InlineData("drill-timer", "timers of the machine's own clock")]
    [InlineData("drill-unobserved", "the drill's task failed")]
    [InlineData("drill-throw", "the drill's timer threw")]
    public async Task Run_Drill_ReportsTheViolation(string drill, string expected)
    {
        SimulatorResult result = await Simulator.RunAsync("run", drill, "--seed", "5", "--nodes", "8");

        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains(expected, result.Output, StringComparison.Ordinal);
        Assert.Contains($"replay: daa-sim run {drill} --seed 5 --nodes 8", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("violations 1", result.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sweep_FailingScenario_CountsItsSeeds()
    {
        SimulatorResult result = await Simulator.RunAsync("sweep", "drill-rule", "--seeds", "4..6", "--jobs", "1");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("seeds 4..6 passed 0 failed 3", result.Verdict);
    }

    [Fact]
    public async Task Run_UnknownScenario_NamesTheKnownOnes()
    {
        SimulatorResult result = await Simulator.RunAsync("run", "nonsense");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("There is no scenario 'nonsense'. There are: ", result.Errors, StringComparison.Ordinal);
    }
}
