using DaaCompute.Net.Simulation;

namespace DaaCompute.Net.Sim;

/// <summary>Runs a simulation while the main thread watches that it lives.</summary>
internal static class WatchedRun
{
    /// <summary>The exit code of a simulation that stopped breathing.</summary>
    public const int StuckExitCode = 3;

    /// <summary>How long code may run without once waiting: far above the longest honest computation.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs it to its end; ends the process when its only thread is blocked or never waits.</summary>
    public static SimulationVerdict Run(IScenario scenario, SimulationOptions options)
    {
        using SimulationRunner runner = new(scenario, options);
        Task<SimulationVerdict> run = runner.RunAsync();
        long progress = -1;
        while (!run.Wait(Patience))
        {
            if (runner.Progress == progress)
            {
                Console.Error.WriteLine(
                    $"scenario {scenario.Name}, seed {options.Seed}: no event for {Patience.TotalSeconds} s; "
                    + "the simulation's only thread is blocked, or code runs on without ever waiting.");
                Environment.Exit(StuckExitCode);
            }

            progress = runner.Progress;
        }

        return run.Result;
    }
}
