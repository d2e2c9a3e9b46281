using DaaCompute.Net.Simulation;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Sim.Scenarios;

/// <summary>Whole nodes on bad links: whoever wants to reach a peer does, in spite of what is lost.</summary>
internal sealed class ConnectScenario : IScenario
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public string Name => "connect";

    public string Summary => "Real nodes on links that lose up to 30 %: everybody reaches and identifies everybody.";

    public async Task RunAsync(SimulatedCluster cluster)
    {
        cluster.Network.DefaultConditions = LinkConditions.Regional with
        {
            LossRate = 0.3 * cluster.Entropy("loss").NextDouble(),
        };
        WholeNodes nodes = new(cluster);
        bool started = await cluster.RunUntilAsync(() => nodes.Running.Length == cluster.Nodes.Length, TimeSpan.FromMinutes(1));
        cluster.Require(started, "a node did not start");
        bool reached = false;
        TimeSpan end = cluster.Time.Elapsed + Patience;
        while (!reached && cluster.Time.Elapsed < end)
        {
            Task dialling = nodes.DialEverybodyAsync();
            reached = await cluster.RunUntilAsync(() => dialling.IsCompleted && IsComplete(nodes), TimeSpan.FromMinutes(2));
            await HangUpOnStrangersAsync(cluster, nodes);
        }

        cluster.Require(reached, $"not everybody reached everybody: {Describe(nodes)}");

        // Once the links are good, whatever was lost has come through after the longest time-out.
        cluster.Network.SetConditions(LinkConditions.Regional);
        await cluster.RunForAsync(TimeSpan.FromMinutes(2));
        foreach (string fault in await nodes.PingAllAsync())
        {
            cluster.Violation(fault);
        }

        await nodes.StopAsync();
    }

    /// <summary>Closes connections whose identification was lost: a node asks once, so only a new one asks again.</summary>
    private static async Task HangUpOnStrangersAsync(SimulatedCluster cluster, WholeNodes nodes)
    {
        foreach ((int number, DaaComputeNetwork network) in nodes.Running)
        {
            foreach (IPeerConnection stranger in network.Peers.Connected.Where(peer => peer.RemotePeer.Protocols.IsEmpty))
            {
                cluster.Mark($"{number} hangs up on {stranger.RemotePeer.Id}, which it never identified");
                await network.Peers.DisconnectAsync(stranger.RemotePeer.Id);
            }
        }
    }

    private static bool IsComplete(WholeNodes nodes) => nodes.Running.All(run => Identified(run.Network) == nodes.Running.Length - 1);

    private static int Identified(DaaComputeNetwork network) =>
        network.Peers.Connected.Count(connection => !connection.RemotePeer.Protocols.IsEmpty);

    private static string Describe(WholeNodes nodes) => string.Join(
        ", ",
        nodes.Running.Select(run => $"{run.Number} has {run.Network.Peers.Connected.Length}, {Identified(run.Network)} identified"));
}
