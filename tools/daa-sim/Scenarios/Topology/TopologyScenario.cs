using System.Globalization;
using DaaCompute.Net.Simulation;
using DaaCompute.Net.TestKit;
using DaaCompute.Net.Topology;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Sim.Scenarios.Topology;

/// <summary>
/// Nodes join, connect, fail and leave. At every height all of them have the same state; in the end it is what is.
/// </summary>
internal sealed class TopologyScenario : IScenario
{
    private static readonly TimeSpan Trouble = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(5);

    private readonly Dictionary<long, ContentDigest> _digests = [];
    private readonly Dictionary<int, DaaComputeNetwork> _running = [];

    public string Name => "topology";

    public string Summary => "Nodes join, connect, fail and leave; all agree at every height, and in the end the state is what is.";

    public async Task RunAsync(SimulatedCluster cluster)
    {
        _digests.Clear();
        _running.Clear();
        cluster.Network.DefaultConditions = LinkConditions.Regional;
        foreach (SimulatedNode node in cluster.Nodes)
        {
            node.Start(process => RunNodeAsync(cluster, process));
        }

        await FaultPlan.Draw(cluster.Entropy("faults"), cluster.Nodes.Length, Trouble, FaultPlan.EveryKind).RunAsync(cluster);
        foreach (SimulatedNode node in cluster.Nodes.Where(node => node.Process is null))
        {
            node.Restart();
        }

        bool isTrue = await cluster.RunUntilAsync(() => IsTrue(cluster), Recovery);
        cluster.Require(isTrue, $"the state is not what is: {Describe(cluster)}");
        await LeaveAsync(cluster);
    }

    private static bool IsMember(NetworkSnapshot state, PeerId node) => state.Members.Any(member => member.Id == node);

    private async Task RunNodeAsync(SimulatedCluster cluster, SimulatedProcess process)
    {
        DaaComputeNetworkBuilder builder = new();
        builder.UseSimulatedPeers(process);
        builder.UseSingleLeader(process.Number == 1 ? null : cluster.Nodes[0].Address);
        builder.AddTopology(options => options.Region = process.Number % 2 == 0 ? "even" : "odd");
        DaaComputeNetwork network = await builder.StartAsync();
        _running[process.Number] = network;
        _ = ConnectAsync(cluster, process, network);
        while (process.IsAlive)
        {
            NetworkSnapshot state = network.Topology.State;
            if (!_digests.TryAdd(state.Height, state.Digest))
            {
                cluster.Require(
                    _digests[state.Height] == state.Digest, $"node {process.Number} has another state at height {state.Height}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), process.Time);
        }
    }

    /// <summary>Keeps a few connections, to neighbours by number.</summary>
    private static async Task ConnectAsync(SimulatedCluster cluster, SimulatedProcess process, DaaComputeNetwork network)
    {
        IPeerNetwork peers = network.Peers;
        for (int turn = 0; ; turn++)
        {
            int other = (process.Number + (turn % 2 * 2)) % cluster.Nodes.Length;
            try
            {
                await peers.ConnectAsync(cluster.Nodes[other].Address);
            }
            catch (DaaComputeException)
            {
                // It is away; it is tried again.
            }
            catch (ObjectDisposedException)
            {
                // The node has left.
                return;
            }

            await Task.Delay(TimeSpan.FromSeconds(5), process.Time);
        }
    }

    /// <summary>Whether every node has the newest state, all are members, and links are those that there are.</summary>
    private bool IsTrue(SimulatedCluster cluster)
    {
        NetworkSnapshot newest = _running.Values.Select(node => node.Topology.State).MaxBy(state => state.Height)!;
        return cluster.Nodes.All(node => _running.TryGetValue(node.Number, out DaaComputeNetwork? network)
            && node.IsRunning
            && network.Topology.State.Digest == newest.Digest
            && IsMember(newest, network.LocalPeer.Id)
            && newest.Links.Where(link => link.From == network.LocalPeer.Id || link.To == network.LocalPeer.Id)
                .Select(link => link.From == network.LocalPeer.Id ? link.To : link.From)
                .Order().SequenceEqual(network.Peers.Connected.Select(connection => connection.RemotePeer.Id).Order()));
    }

    private async Task LeaveAsync(SimulatedCluster cluster)
    {
        DaaComputeNetwork leaver = _running[cluster.Nodes.Length];
        PeerId id = leaver.LocalPeer.Id;
        await leaver.DisposeAsync();
        bool isGone = await cluster.RunUntilAsync(
            () => !IsMember(_running[1].Topology.State, id), TimeSpan.FromMinutes(1));
        cluster.Require(isGone, "a node that left is still a member");
        NetworkSnapshot state = _running[1].Topology.State;
        cluster.Report(string.Create(
            CultureInfo.InvariantCulture,
            $"topology: height {state.Height}, {state.Members.Length} members, {state.Links.Length} links, {_digests.Count} states compared"));
        foreach (SimulatedNode node in cluster.Nodes.Reverse().Skip(1))
        {
            node.Crash();
        }
    }

    private string Describe(SimulatedCluster cluster) => string.Join("; ", cluster.Nodes.Select(node =>
        _running.TryGetValue(node.Number, out DaaComputeNetwork? network)
            ? $"{node.Number}: height {network.Topology.State.Height}, {network.Topology.Members.Length} members, {network.Topology.State.Links.Length} links, {network.Peers.Connected.Length} connected"
            : $"{node.Number}: down"));
}
