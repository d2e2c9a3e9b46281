using System.Globalization;
using DaaCompute.Net.Simulation;
using DaaCompute.Net.Training;

namespace DaaCompute.Net.Sim.Scenarios;

/// <summary>An all-reduce whose members die, freeze or lose packets, each time at another piece.</summary>
/// <param name="restartsAtOnce">Whether who died comes back before the others have noticed that its links are dead.</param>
internal sealed class AllReduceScenario(bool restartsAtOnce) : IScenario
{
    private const int Rounds = 4;
    private const int MaxMembers = 8;

    public string Name => restartsAtOnce ? "rejoin" : "allreduce";

    public string Summary => restartsAtOnce
        ? "As allreduce, but who died comes back while others still hold its old links, and joins the next group."
        : "A member dies or freezes at any piece of an all-reduce: the others finish with the same right bits.";

    public async Task RunAsync(SimulatedCluster cluster)
    {
        int members = Math.Min(MaxMembers, cluster.Nodes.Length);
        SeededEntropySource entropy = cluster.Entropy("rounds");
        cluster.Network.DefaultConditions = LinkConditions.Regional;
        WholeNodes nodes = new(cluster, builder => builder.AddTraining());
        cluster.Require(
            await cluster.RunUntilAsync(() => nodes.Running.Length == cluster.Nodes.Length, TimeSpan.FromMinutes(1)),
            "a node did not start");
        for (int round = 0; round < Rounds; round++)
        {
            Task mesh = nodes.DialEverybodyAsync();
            bool meshed = await cluster.RunUntilAsync(() => mesh.IsCompletedSuccessfully, TimeSpan.FromMinutes(10));
            cluster.Require(meshed, $"round {round}: the members do not reach each other");
            AllReduceRound trial = new(
                cluster, nodes, members, string.Create(CultureInfo.InvariantCulture, $"round/{round}"), restartsAtOnce);
            await trial.RunAsync((int)(((cluster.Seed * Rounds) + (ulong)round) % int.MaxValue), entropy);
        }

        await nodes.StopAsync();
    }
}
