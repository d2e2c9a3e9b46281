namespace DaaCompute.Net.SimulationTests;

public sealed class DeterminismTests
{
    [Theory]
    [InlineData("ticks")]
    [InlineData("timers")]
    [InlineData("storage")]
    [InlineData("echo")]
    [InlineData("contract")]
    [InlineData("connect")]
    [InlineData("partition")]
    [InlineData("churn")]
    [InlineData("allreduce")]
    [InlineData("rejoin")]
    [InlineData("gossip-small")]
    [InlineData("dht-small")]
    public async Task Run_SameSeedTwice_HasOneHash(string scenario)
    {
        SimulatorResult first = await Simulator.RunAsync("run", scenario, "--seed", "3");
        SimulatorResult second = await Simulator.RunAsync("run", scenario, "--seed", "3");

        Assert.True(first.ExitCode == 0, first.ToString());
        Assert.Matches("^seed 3 sha256 [0-9a-f]{64} events [0-9]+ virtual [0-9.]+ real [0-9.]+ violations 0$", first.Verdict);
        Assert.Equal(first.Sha256, second.Sha256);
    }

    [Fact]
    public async Task Run_RealCryptography_HasOneHashToo()
    {
        string[] arguments = ["run", "connect", "--seed", "3", "--nodes", "5", "--real-crypto"];
        SimulatorResult first = await Simulator.RunAsync(arguments);
        SimulatorResult second = await Simulator.RunAsync(arguments);

        Assert.True(first.ExitCode == 0, first.ToString());
        Assert.Equal(first.Sha256, second.Sha256);
    }

    [Fact]
    public async Task Run_WithLog_DoesNotChangeTheRun()
    {
        SimulatorResult silent = await Simulator.RunAsync("run", "connect", "--seed", "3", "--nodes", "5");
        SimulatorResult told = await Simulator.RunAsync("run", "connect", "--seed", "3", "--nodes", "5", "--log");

        Assert.Contains("Listening on /memory/5", told.Output, StringComparison.Ordinal);
        Assert.Equal(silent.Sha256, told.Sha256);
    }

    [Fact]
    public async Task Run_OtherSeed_HasAnotherHash()
    {
        SimulatorResult first = await Simulator.RunAsync("run", "timers", "--seed", "3", "--nodes", "9");
        SimulatorResult second = await Simulator.RunAsync("run", "timers", "--seed", "4", "--nodes", "9");

        Assert.NotEqual(first.Sha256, second.Sha256);
    }

    [Fact]
    public async Task Sweep_SeedsAfterOthersInOneProcess_HaveTheHashOfTheirOwnRun()
    {
        SimulatorResult sweep = await Simulator.RunAsync("sweep", "echo", "--seeds", "1..4", "--jobs", "1", "--verbose");
        SimulatorResult alone = await Simulator.RunAsync("run", "echo", "--seed", "4");

        Assert.True(sweep.ExitCode == 0, sweep.ToString());
        Assert.Contains($"seed 4 sha256 {alone.Sha256} ", sweep.Output, StringComparison.Ordinal);
    }
}
