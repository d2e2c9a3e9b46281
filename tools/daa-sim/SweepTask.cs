using System.Globalization;
using DaaCompute.Net.Simulation;

namespace DaaCompute.Net.Sim;

/// <summary>One run of a sweep, as it is told to a worker.</summary>
internal sealed record SweepTask(string Scenario, ulong Seed, int MinimumNodes, int MaximumNodes, bool RealCrypto)
{
    public static SweepTask Parse(string line)
    {
        string[] words = line.Split(' ');
        return new SweepTask(
            words[0],
            ulong.Parse(words[1], CultureInfo.InvariantCulture),
            int.Parse(words[2], CultureInfo.InvariantCulture),
            int.Parse(words[3], CultureInfo.InvariantCulture),
            bool.Parse(words[4]));
    }

    public SimulationOptions ToOptions() => new()
    {
        Seed = Seed,
        MinimumNodes = MinimumNodes,
        MaximumNodes = MaximumNodes,
        UseRealCryptography = RealCrypto,
    };

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Scenario} {Seed} {MinimumNodes} {MaximumNodes} {RealCrypto}");
}
