using System.Globalization;
using DaaCompute.Net.Dht;
using DaaCompute.Net.Simulation;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Sim.Scenarios.Dht;

/// <summary>The DHT at size: what was provided or put is found again, from anywhere.</summary>
/// <param name="trial">What it has to bear; null to have it drawn from the seed.</param>
/// <param name="nodes">How many nodes there are.</param>
internal sealed class DhtScenario(DhtTrial? trial, int nodes) : IScenario
{
    /// <summary>Of five nodes one is a Sybil, where there are any.</summary>
    private const int NodesPerSybil = 5;

    private const int Bootstraps = 3;
    private const int SybilDials = 20;

    /// <summary>Three in ten an hour.</summary>
    private const double ChurnPerHour = 0.3;

    private const double Bar = 99;

    private static readonly TimeSpan JoinTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Absence = TimeSpan.FromMinutes(5);

    /// <summary>A small network has joined sooner, and fewer records tell as much of it.</summary>
    private readonly bool _isSmall = trial is null;

    public string Name => trial switch
    {
        null => "dht-small",
        DhtTrial.None => "dht",
        _ => $"dht-{trial.Value.ToString().ToLowerInvariant()}",
    };

    public string Summary => trial switch
    {
        null => $"A DHT of {nodes} nodes, with Sybils or churn as the seed has it: at least 99 % of lookups succeed.",
        DhtTrial.None => $"A DHT of {nodes} nodes: at least 99 % of lookups succeed.",
        DhtTrial.Sybil => $"A DHT of {nodes} nodes of which a fifth are Sybils: at least 99 % of lookups succeed.",
        _ => $"A DHT of {nodes} nodes of which 30 % an hour die and come back: at least 99 % of lookups succeed.",
    };

    public int? Nodes => nodes;

    public async Task RunAsync(SimulatedCluster cluster)
    {
        DhtTrial chosen = trial ?? (DhtTrial)(cluster.Seed % (ulong)Enum.GetValues<DhtTrial>().Length);
        cluster.Network.DefaultConditions = LinkConditions.Regional;
        int honest = chosen == DhtTrial.Sybil ? cluster.Nodes.Length * (NodesPerSybil - 1) / NodesPerSybil : cluster.Nodes.Length;
        cluster.Mark($"{honest} honest nodes of {cluster.Nodes.Length}, trial {chosen}");
        HonestDht circle = new(cluster, honest, Bootstraps);
        await circle.StartAsync(JoinTime);
        if (chosen == DhtTrial.Sybil)
        {
            await AttackAsync(cluster, honest);
        }

        await cluster.RunForAsync(TimeSpan.FromMinutes(_isSmall ? 1 : 3));
        using DhtFigures figures = new();
        await circle.StoreAsync(_isSmall ? 20 : 100);
        using CancellationTokenSource over = new();
        Task churn = chosen == DhtTrial.Churn ? ChurnAsync(cluster, circle, over.Token) : Task.CompletedTask;
        TimeSpan pause = chosen == DhtTrial.Churn ? TimeSpan.FromMinutes(_isSmall ? 4 : 5) : TimeSpan.FromSeconds(10);
        await circle.LookUpAsync(figures, rounds: _isSmall ? 3 : 5, pause);
        await over.CancelAsync();
        await churn;
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"trial {chosen}: {honest} honest of {cluster.Nodes.Length} nodes, {circle.Describe()}, {figures}");
        cluster.Report(line);
        cluster.Mark(line);
        cluster.Require(figures.Success >= Bar, $"{line}: below {Bar} %");
        await circle.StopAsync();
    }

    private static async Task AttackAsync(SimulatedCluster cluster, int honest)
    {
        List<(byte[] Digest, PeerInfo Peer)> family = [];
        List<DhtSybil> sybils = [];
        foreach (SimulatedNode node in cluster.Nodes.Skip(honest))
        {
            node.Start(async process =>
            {
                DhtSybil sybil = new(family, process);
                await sybil.StartAsync();
                sybils.Add(sybil);
            });
        }

        await cluster.RunUntilAsync(() => sybils.Count == cluster.Nodes.Length - honest, JoinTime);
        SeededEntropySource entropy = cluster.Entropy("victims");
        await Task.WhenAll(sybils.Select(sybil => sybil.AttackAsync(
            [.. Enumerable.Range(0, SybilDials).Select(_ => cluster.Nodes[entropy.NextInt32(honest)].Address).Distinct()])));
    }

    private static async Task ChurnAsync(SimulatedCluster cluster, HonestDht circle, CancellationToken over)
    {
        SeededEntropySource entropy = cluster.Entropy("churn");
        TimeSpan pause = TimeSpan.FromHours(1) / (ChurnPerHour * cluster.Nodes.Length);
        List<Task> absences = [];
        while (!over.IsCancellationRequested)
        {
            await cluster.RunForAsync(2 * entropy.NextDouble() * pause);
            SimulatedNode node = cluster.Nodes[Bootstraps + entropy.NextInt32(cluster.Nodes.Length - Bootstraps)];
            if (node.IsRunning)
            {
                circle.Forget(node.Number);
                absences.Add(ReplaceAsync(cluster, node, entropy.NextInt32(2) == 0));
            }
        }

        await Task.WhenAll(absences);
    }

    private static async Task ReplaceAsync(SimulatedCluster cluster, SimulatedNode node, bool losesPower)
    {
        if (losesPower)
        {
            node.LosePower();
        }
        else
        {
            node.Crash();
        }

        await cluster.RunForAsync(Absence);
        node.Restart();
    }
}
