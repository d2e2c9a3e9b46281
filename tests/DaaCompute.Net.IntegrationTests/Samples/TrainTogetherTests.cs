using System.Diagnostics;
using System.Text.Json;
using DaaCompute.Net.IntegrationTests.Tools;
using DaaCompute.Net.Testing;

namespace DaaCompute.Net.IntegrationTests.Samples;

/// <summary>The main job, short: real processes, real sockets, the whole stack.</summary>
public sealed class TrainTogetherTests
{
    // A bound on a hang, not an expectation.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Run_FourProcesses_EndWithTheSameParametersAndLearn()
    {
        JsonElement report = await RunAsync("--nodes", "4", "--steps", "60");

        AssertEqualParameters(report, survivors: 4);
        Assert.True(Number(report, "lastLoss") < Number(report, "firstLoss"));
        Assert.Equal(4 * 60 * 64, report.GetProperty("samplesSeen").GetInt64());
        Assert.All(
            report.GetProperty("security").EnumerateArray(),
            protocol => Assert.Equal("/daa/noise-pq/1.0.0", protocol.GetString()));
    }

    [Fact]
    public async Task Run_FoundThroughARendezvousPoint_EndWithTheSameParameters()
    {
        JsonElement report = await RunAsync("--nodes", "3", "--steps", "30", "--discover", "rendezvous");

        AssertEqualParameters(report, survivors: 3);
    }

    [LoopbackMulticastFact]
    public async Task Run_FoundByMulticastDns_EndWithTheSameParameters()
    {
        JsonElement report = await RunAsync("--nodes", "3", "--steps", "30", "--discover", "mdns");

        AssertEqualParameters(report, survivors: 3);
    }

    [Fact]
    public async Task Run_OneProcessKilled_TheOthersFinishAlike()
    {
        JsonElement report = await RunAsync("--nodes", "3", "--steps", "60", "--kill-one");

        AssertEqualParameters(report, survivors: 2);
    }

    [UnixFact]
    public async Task Run_OneProcessFrozen_TheOthersFinishAlike()
    {
        JsonElement report = await RunAsync("--nodes", "3", "--steps", "60", "--freeze-one");

        AssertEqualParameters(report, survivors: 2);
        Assert.True(Number(report, "secondsLostToFaults") > 0);
    }

    [Theory]
    [InlineData("--nodes", "0")]
    [InlineData("--frobnicate")]
    [InlineData("--discover", "luck")]
    [InlineData("--nodes", "1", "--kill-one")]
    public async Task Run_BadArguments_ExplainsAndEndsWithTwo(params string[] arguments)
    {
        (int code, string output) = await StartAsync(arguments);

        Assert.Equal(2, code);
        Assert.Empty(output);
    }

    private static void AssertEqualParameters(JsonElement report, int survivors)
    {
        string?[] hashes = [.. report.GetProperty("parametersBlake3").EnumerateArray().Select(hash => hash.GetString())];
        Assert.Equal(survivors, hashes.Length);
        Assert.Single(hashes.Distinct());
        Assert.Equal(survivors, report.GetProperty("survivors").GetInt32());
    }

    private static double Number(JsonElement report, string name) => report.GetProperty(name).GetDouble();

    private static async Task<JsonElement> RunAsync(params string[] arguments)
    {
        string text = Path.Combine(RepositoryRoot.Path, "docs");
        (int code, string output) = await StartAsync([.. arguments, "--data", text, "--json", "-"]);
        Assert.Equal(0, code);
        return JsonSerializer.Deserialize<JsonElement>(output);
    }

    private static async Task<(int Code, string Output)> StartAsync(string[] arguments)
    {
        using CancellationTokenSource patience = new(Patience);
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        string program = Path.Combine(
            RepositoryRoot.Path, "samples", "TrainTogether", "bin", configuration, "net10.0", "TrainTogether.dll");
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])["exec", program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            string output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode is 0 or 2
                ? (process.ExitCode, output)
                : throw new InvalidOperationException($"TrainTogether ended with {process.ExitCode}: {await errors}");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
