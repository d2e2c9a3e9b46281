using System.Diagnostics;
using DaaCompute.Net.Testing;

namespace DaaCompute.Net.SimulationTests;

/// <summary>Starts <c>daa-sim</c> as it was built beside these tests.</summary>
internal static class Simulator
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task<SimulatorResult> RunAsync(params string[] arguments)
    {
        DirectoryInfo framework = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string program = Path.Combine(
            RepositoryRoot.Path, "tools", "daa-sim", "bin", framework.Parent!.Name, framework.Name, "daa-sim.dll");
        ProcessStartInfo start = new(Environment.ProcessPath is string host && Path.GetFileName(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(program);
        Array.ForEach(arguments, start.ArgumentList.Add);
        using Process process = Process.Start(start)!;
        using CancellationTokenSource deadline = new(Patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(deadline.Token);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
            return new SimulatorResult(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
