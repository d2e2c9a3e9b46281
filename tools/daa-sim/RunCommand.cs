using System.CommandLine;
using DaaCompute.Net.Simulation;

namespace DaaCompute.Net.Sim;

/// <summary><c>daa-sim run SCENARIO --seed N</c>: one seed, and its verdict.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        Argument<IReadOnlyList<IScenario>> scenarios = new("scenario")
        {
            Description = "The scenario's name; see 'daa-sim list'. With 'all', one after the other.",
            Arity = ArgumentArity.ExactlyOne,
            CustomParser = ScenarioCatalog.Parse,
        };
        Option<ulong> seed = new("--seed") { Description = "The seed.", DefaultValueFactory = _ => 1 };
        Option<int?> nodes = new("--nodes") { Description = "How many nodes; drawn from the seed unless given." };
        Option<double> minutes = new("--minutes")
        {
            Description = "The virtual minutes within which the scenario must end.",
            DefaultValueFactory = _ => 60,
        };
        Option<bool> realCrypto = CommonOptions.RealCrypto();
        Option<bool> log = new("--log") { Description = "Print what the scenario does and what the nodes log, as it happens." };
        Command command = new("run", "Runs one seed of a scenario.") { scenarios, seed, nodes, minutes, realCrypto, log };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(scenarios),
            new SimulationOptions
            {
                Seed = parsed.GetValue(seed),
                Nodes = parsed.GetValue(nodes),
                Limit = TimeSpan.FromMinutes(parsed.GetValue(minutes)),
                UseRealCryptography = parsed.GetValue(realCrypto),
                Log = parsed.GetValue(log) ? Console.Out.WriteLine : null,
            }));
        return command;
    }

    private static int Run(IReadOnlyList<IScenario> scenarios, SimulationOptions options)
    {
        int failed = 0;
        foreach (IScenario scenario in scenarios)
        {
            SimulationVerdict verdict = WatchedRun.Run(scenario, options);
            SimulationReport.Write(Console.Out, scenario, verdict);
            failed += verdict.Violations.IsEmpty ? 0 : 1;
        }

        return failed == 0 ? 0 : 1;
    }
}
