using System.Globalization;
using System.Reflection;
using DaaCompute.Net.Simulation;

namespace DaaCompute.Net.Sim;

/// <summary>A verdict in words.</summary>
internal static class SimulationReport
{
    /// <summary>How the closing line of a run begins.</summary>
    public const string ClosingWord = "seed ";

    /// <summary>The version of this program, with the commit it was built from where that is known.</summary>
    private static readonly string Version =
        typeof(SimulationReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? "unknown";

    public static void Write(TextWriter output, IScenario scenario, SimulationVerdict verdict)
    {
        foreach (string figure in verdict.Figures)
        {
            output.WriteLine($"{scenario.Name} {figure}");
        }

        if (verdict.Violations.Length > 0)
        {
            output.WriteLine($"scenario {scenario.Name}, seed {verdict.Seed}, {verdict.Nodes} nodes, version {Version}: the last events");
            foreach (string line in verdict.LastEvents)
            {
                output.WriteLine($"  {line}");
            }

            output.WriteLine($"{verdict.Violations.Length} violations:");
            foreach (string violation in verdict.Violations)
            {
                output.WriteLine($"  {violation.ReplaceLineEndings("\n    ")}");
            }

            output.WriteLine($"replay: daa-sim run {scenario.Name} --seed {verdict.Seed} --nodes {verdict.Nodes}");
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{ClosingWord}{verdict.Seed} sha256 {verdict.Sha256} events {verdict.Events} virtual {verdict.VirtualTime.TotalSeconds:0.###} "
            + $"real {verdict.RealTime.TotalSeconds:0.###} violations {verdict.Violations.Length}"));
        output.Flush();
    }
}
