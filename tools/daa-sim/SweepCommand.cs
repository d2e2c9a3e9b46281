using System.CommandLine;
using DaaCompute.Net.Simulation;

namespace DaaCompute.Net.Sim;

/// <summary><c>daa-sim sweep SCENARIO|all --seeds A..B</c>: many seeds, over several processes.</summary>
internal static class SweepCommand
{
    public static Command Create()
    {
        Argument<IReadOnlyList<IScenario>> scenarios = new("scenario")
        {
            Description = "The scenario's name, or 'all'.",
            Arity = ArgumentArity.ExactlyOne,
            CustomParser = ScenarioCatalog.Parse,
        };
        Option<NumberRange> seeds = new("--seeds")
        {
            Description = "The seeds, such as 1..200.",
            CustomParser = NumberRange.Parse,
            DefaultValueFactory = _ => new NumberRange(1, 20),
        };
        Option<NumberRange> nodes = new("--nodes")
        {
            Description = "How many nodes a run may have; each seed draws its number.",
            CustomParser = NumberRange.Parse,
            DefaultValueFactory = _ => new NumberRange(7, 25),
        };
        Option<int> jobs = new("--jobs")
        {
            Description = "How many processes run at once.",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        Option<bool> realCrypto = CommonOptions.RealCrypto();
        Option<bool> verbose = new("--verbose") { Description = "Print every run's closing line." };
        Command command = new("sweep", "Runs many seeds.") { scenarios, seeds, nodes, jobs, realCrypto, verbose };
        command.SetAction(parsed => new Sweep(
            parsed.GetRequiredValue(scenarios),
            parsed.GetValue(seeds),
            parsed.GetValue(nodes),
            parsed.GetValue(realCrypto),
            parsed.GetValue(verbose)).Run(Math.Max(1, parsed.GetValue(jobs))));
        return command;
    }
}
