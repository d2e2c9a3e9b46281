using System.Collections.Immutable;
using DaaCompute.Net.Simulation;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Sim.Scenarios;

/// <summary>Real nodes, one on each machine of a cluster, all of whose code runs in the simulation.</summary>
internal sealed class WholeNodes
{
    /// <summary>The first nodes are those that the others bootstrap from.</summary>
    private const int Bootstraps = 3;

    private readonly SimulatedCluster _cluster;
    private readonly Action<DaaComputeNetworkBuilder> _configure;
    private readonly (SimulatedProcess Process, DaaComputeNetwork Network)?[] _running;

    private readonly Func<int, bool> _isLight;

    /// <summary>Starts them.</summary>
    /// <param name="cluster">The world.</param>
    /// <param name="configure">Changes every node.</param>
    /// <param name="isLight">Which nodes, by number, have simulated connections in the place of the transport; none unless given.</param>
    public WholeNodes(
        SimulatedCluster cluster, Action<DaaComputeNetworkBuilder>? configure = null, Func<int, bool>? isLight = null)
    {
        _isLight = isLight ?? (_ => false);
        _cluster = cluster;
        _configure = configure ?? (_ => { });
        _running = new (SimulatedProcess, DaaComputeNetwork)?[cluster.Nodes.Length];
        foreach (SimulatedNode node in cluster.Nodes)
        {
            node.Start(RunAsync);
        }
    }

    /// <summary>The nodes that run now and are not frozen, by number.</summary>
    public ImmutableArray<(int Number, DaaComputeNetwork Network)> Running =>
    [
        .. _cluster.Nodes
            .Where(node => Find(node.Number) is not null)
            .Select(node => (node.Number, Find(node.Number)!)),
    ];

    /// <summary>The node of that number when it runs and is not frozen, or null.</summary>
    public DaaComputeNetwork? Find(int number)
    {
        SimulatedNode node = _cluster.Nodes[number - 1];
        return node.IsRunning && _running[number - 1] is { } run && run.Process == node.Process ? run.Network : null;
    }

    /// <summary>Whether all nodes run and hang together: every one is reached from the first over live connections.</summary>
    public bool AreJoined()
    {
        ImmutableArray<(int Number, DaaComputeNetwork Network)> running = Running;
        if (running.Length < _cluster.Nodes.Length)
        {
            return false;
        }

        SortedSet<PeerId> reached = [running[0].Network.LocalPeer.Id];
        Queue<DaaComputeNetwork> open = new([running[0].Network]);
        while (open.TryDequeue(out DaaComputeNetwork? network))
        {
            foreach ((_, DaaComputeNetwork peer) in running)
            {
                PeerId id = peer.LocalPeer.Id;
                if (AreLinked(network.Peers, peer.Peers) && reached.Add(id))
                {
                    open.Enqueue(peer);
                }
            }
        }

        return reached.Count == running.Length;
    }

    /// <summary>Lets every running node dial those with greater numbers until it is connected to all.</summary>
    public Task DialEverybodyAsync() => Task.WhenAll(Running.Select(run => DialAsync(run.Number, run.Network.Peers)));

    /// <summary>Pings over every connection of every node.</summary>
    /// <returns>What went wrong, a line for each connection that does not answer.</returns>
    public async Task<ImmutableArray<string>> PingAllAsync()
    {
        List<Task<string?>> pings = [];
        foreach ((int number, DaaComputeNetwork network) in Running)
        {
            foreach (IPeerConnection connection in network.Peers.Connected)
            {
                pings.Add(PingAsync(number, network, connection.RemotePeer.Id));
            }
        }

        return [.. (await Task.WhenAll(pings)).OfType<string>()];
    }

    /// <summary>Stops every node as its owner would, and requires that each stops.</summary>
    public async Task StopAsync()
    {
        Task stopping = Task.WhenAll(Running.Select(run => run.Network.DisposeAsync().AsTask()));
        bool stopped = await _cluster.RunUntilAsync(() => stopping.IsCompleted, TimeSpan.FromMinutes(2));
        _cluster.Require(stopped, "a node does not stop");
        if (stopped)
        {
            await stopping;
        }
    }

    private static bool AreLinked(IPeerNetwork one, IPeerNetwork other) =>
        one.FindConnection(other.LocalPeer.Id) is not null && other.FindConnection(one.LocalPeer.Id) is not null;

    private async Task DialAsync(int number, IPeerNetwork peers)
    {
        SeededEntropySource entropy = _cluster.Entropy($"dial/{number}");
        foreach (SimulatedNode target in _cluster.Nodes.Where(node => node.Number > number))
        {
            // Who dials is done a message before who accepts, and may lose the connection when that one is lost.
            while (Find(target.Number) is DaaComputeNetwork peer && !AreLinked(peers, peer.Peers))
            {
                try
                {
                    await peers.ConnectAsync(target.Address);
                }
                catch (Exception fault) when (fault is PeerUnreachableException or HandshakeException or ResourceLimitException)
                {
                    _cluster.Mark($"{number} did not reach {target.Number}: {fault.GetType().Name}");
                }

                await _cluster.RunForAsync(TimeSpan.FromMilliseconds(entropy.NextInt32(5_000)));
            }
        }
    }

    private static async Task<string?> PingAsync(int number, DaaComputeNetwork network, PeerId peer)
    {
        // One ping has a deadline of its own, which a few retransmissions in a row may pass.
        Exception? last = null;
        for (int attempt = 0; attempt < 5; attempt++)
        {
            try
            {
                await network.Peers.PingAsync(peer);
                return null;
            }
            catch (DaaComputeException fault)
            {
                last = fault;
            }
        }

        return $"node {number} has a connection to {peer} that does not answer: {last!.Message}";
    }

    private async Task RunAsync(SimulatedProcess process)
    {
        DaaComputeNetworkBuilder builder = new();
        _ = _isLight(process.Number) ? builder.UseSimulatedPeers(process) : builder.UseSimulation(process);
        for (int number = 1; number <= Math.Min(Bootstraps, _cluster.Nodes.Length); number++)
        {
            if (number != process.Number)
            {
                builder.Bootstrap(_cluster.Nodes[number - 1].Address.ToString());
            }
        }

        _configure(builder);
        _running[process.Number - 1] = (process, await builder.StartAsync());
    }
}
