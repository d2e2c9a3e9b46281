using System.Globalization;
using DaaCompute.Net.Gossip;
using DaaCompute.Net.Simulation;

namespace DaaCompute.Net.Sim.Scenarios.Gossip;

/// <summary>Gossip among honest nodes beside four times as many Sybils: everybody hears everything, and soon.</summary>
/// <param name="attack">What the Sybils do; null to have it drawn from the seed.</param>
/// <param name="nodes">How many nodes there are, Sybils included.</param>
internal sealed class GossipScenario(GossipAttack? attack, int nodes) : IScenario
{
    /// <summary>Of five nodes one is honest, where there are Sybils at all.</summary>
    private const int SybilsPerHonest = 4;

    /// <summary>In a small circle few dials, or everybody would know everybody.</summary>
    private const int MostHonestDials = 10;

    private const int SybilDials = 5;
    private const int Victims = 5;

    private static readonly Topic Subject = new("/sim/subject");
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(30);

    public string Name => attack switch
    {
        null => "gossip-small",
        GossipAttack.None => "gossip",
        _ => $"gossip-{attack.Value.ToString().ToLowerInvariant()}",
    };

    public string Summary => attack is null
        ? $"Gossip among {nodes} nodes, most of them Sybils, under an attack drawn from the seed: all is delivered."
        : $"Gossip among {nodes} nodes under the attack '{attack}': all is delivered to the honest within three heartbeats.";

    public int? Nodes => nodes;

    public async Task RunAsync(SimulatedCluster cluster)
    {
        GossipAttack chosen = attack ?? (GossipAttack)(cluster.Seed % (ulong)Enum.GetValues<GossipAttack>().Length);
        cluster.Network.DefaultConditions = LinkConditions.Regional;
        int honest = chosen == GossipAttack.None ? cluster.Nodes.Length : cluster.Nodes.Length / (SybilsPerHonest + 1);
        cluster.Mark($"{honest} honest nodes of {cluster.Nodes.Length}, attack {chosen}");
        Deliveries deliveries = new(honest);
        HonestGossip circle = new(cluster, honest, Subject, deliveries);
        await circle.StartAsync();
        GossipSybil[] sybils = await StartSybilsAsync(cluster, honest, chosen);
        if (chosen == GossipAttack.ColdBoot)
        {
            Attack(cluster, sybils, honest, chosen);
            await cluster.RunForAsync(TimeSpan.FromSeconds(5));
        }

        await circle.MeetAsync(Math.Min(MostHonestDials, 3 + (honest / 10)));
        if (chosen == GossipAttack.Flash)
        {
            await circle.PublishAsync(WarmUp, counts: false);
        }

        if (chosen != GossipAttack.ColdBoot)
        {
            Attack(cluster, sybils, honest, chosen);
        }

        await circle.PublishAsync(WarmUpOf(chosen), counts: false);
        await circle.PublishAsync(attack is null ? WarmUp / 2 : WarmUp, counts: true);
        await cluster.RunForAsync(10 * Heartbeat);
        Judge(cluster, deliveries, chosen, honest);
        await circle.StopAsync();
    }

    /// <summary>A flash is met at once. In a cold boot honest peers without news are pruned as well, until back-offs are over.</summary>
    private static TimeSpan WarmUpOf(GossipAttack chosen) => chosen switch
    {
        GossipAttack.Flash => Heartbeat,
        GossipAttack.ColdBoot => 3 * WarmUp,
        _ => WarmUp,
    };

    private static async Task<GossipSybil[]> StartSybilsAsync(SimulatedCluster cluster, int honest, GossipAttack chosen)
    {
        List<GossipSybil> sybils = [];
        List<Task> starting = [];
        foreach (SimulatedNode node in cluster.Nodes.Skip(honest))
        {
            node.Start(process =>
            {
                GossipSybil sybil = new(chosen, Subject.Name, process);
                sybils.Add(sybil);
                Task started = sybil.StartAsync();
                starting.Add(started);
                return started;
            });
        }

        await Task.WhenAll(starting);
        return [.. sybils];
    }

    private static void Attack(SimulatedCluster cluster, GossipSybil[] sybils, int honest, GossipAttack chosen)
    {
        SeededEntropySource entropy = cluster.Entropy("victims");
        int choice = chosen == GossipAttack.Eclipse ? Math.Min(Victims, honest) : honest;
        for (int index = 0; index < sybils.Length; index++)
        {
            // An eclipse takes a tenth of the Sybils for each victim: more than its real limits of connections would let in.
            int dials = chosen != GossipAttack.Eclipse ? SybilDials : index % 10 == 0 ? choice : 1;
            _ = sybils[index].AttackAsync(
                [.. Enumerable.Range(0, dials).Select(_ => cluster.Nodes[entropy.NextInt32(choice)].Address).Distinct()]);
        }
    }

    private static void Judge(SimulatedCluster cluster, Deliveries deliveries, GossipAttack chosen, int honest)
    {
        double share = 100.0 * deliveries.Arrived / deliveries.Expected;
        double half = deliveries.Percentile(0.5) / Heartbeat;
        double most = deliveries.Percentile(0.99) / Heartbeat;
        double all = deliveries.Percentile(1) / Heartbeat;
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"attack {chosen}: {honest} honest, {cluster.Nodes.Length - honest} Sybils, {deliveries.Messages} messages, "
            + $"delivered {share:0.0000} %, p50 {half:0.000} p99 {most:0.000} max {all:0.000} heartbeats");
        cluster.Report(line);
        string missing = string.Join(", ", deliveries.Missing().Take(10).Select(one => $"{one.Listener + 1}: {one.Missed}"));
        cluster.Require(deliveries.Arrived == deliveries.Expected, $"{line}; missed by node: {missing}");
        cluster.Require(most < 3, $"{line}: p99 is not below 3 heartbeats");
        cluster.Require(deliveries.Surplus == 0, $"{deliveries.Surplus} messages came twice");
    }
}
