using System.CommandLine;
using DaaCompute.Net.Simulation;

namespace DaaCompute.Net.Sim;

/// <summary><c>daa-sim list</c>: the scenarios and what each checks.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        Command command = new("list", "Lists the scenarios.");
        command.SetAction(_ =>
        {
            foreach (IScenario scenario in ScenarioCatalog.All.Concat(ScenarioCatalog.Large))
            {
                Console.WriteLine($"{scenario.Name,-12} {scenario.Summary}");
            }
        });
        return command;
    }
}
