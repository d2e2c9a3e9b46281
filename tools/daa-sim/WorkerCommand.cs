using System.CommandLine;
using DaaCompute.Net.Simulation;

namespace DaaCompute.Net.Sim;

/// <summary>One process of a sweep: reads a <see cref="SweepTask"/> a line, answers each with its report.</summary>
internal static class WorkerCommand
{
    public static Command Create()
    {
        Command command = new("worker", "Runs what a sweep asks for on standard input.") { Hidden = true };
        command.SetAction(_ => Serve());
        return command;
    }

    private static void Serve()
    {
        while (Console.In.ReadLine() is string line)
        {
            SweepTask task = SweepTask.Parse(line);
            IScenario scenario = ScenarioCatalog.Find(task.Scenario)
                ?? throw new InvalidDataException($"There is no scenario '{task.Scenario}'.");
            SimulationReport.Write(Console.Out, scenario, WatchedRun.Run(scenario, task.ToOptions()));
        }
    }
}
