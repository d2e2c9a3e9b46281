using System.Diagnostics;
using System.IO.Pipelines;
using DaaCompute.Net.Simulation;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Sim.Scenarios;

/// <summary>A thousand bare peers that talk: what an idle one weighs, and that nothing said is lost.</summary>
internal sealed class CrowdScenario : IScenario
{
    private const int Degree = 8;
    private const int Words = 60;

    public string Name => "crowd";

    public string Summary => "A thousand bare peers with sixteen connections each talk; measures the memory of an idle one.";

    public int? Nodes => 1_000;

    public async Task RunAsync(SimulatedCluster cluster)
    {
        cluster.Network.DefaultConditions = LinkConditions.Regional;
        long[] heard = new long[cluster.Nodes.Length];
        long before = GC.GetTotalMemory(forceFullCollection: true);
        SimulatedPeerNetwork[] peers = new SimulatedPeerNetwork[cluster.Nodes.Length];
        foreach (SimulatedNode node in cluster.Nodes)
        {
            node.Start(async process => peers[process.Number - 1] =
                await SimulatedPeerNetwork.StartBareAsync(process, new Listener(() => heard[process.Number - 1]++)));
        }

        await Task.WhenAll(peers.Select((peer, index) => MeetAsync(cluster, peer, index)));
        await cluster.RunForAsync(TimeSpan.FromSeconds(10));
        int connections = peers.Sum(peer => peer.Connected.Length);
        long weight = (GC.GetTotalMemory(forceFullCollection: true) - before) / peers.Length;
        cluster.Report($"{peers.Length} peers, {connections / (double)peers.Length:0.0} connections each, {weight} bytes an idle peer");

        Stopwatch watch = Stopwatch.StartNew();
        long events = cluster.Trace.Events;
        await Task.WhenAll(peers.Select(peer => TalkAsync(cluster, peer)));
        await cluster.RunForAsync(TimeSpan.FromSeconds(10));
        cluster.Require(heard.Sum() == (long)connections * Words, $"{heard.Sum()} of {(long)connections * Words} words were heard");
        cluster.Report($"{(cluster.Trace.Events - events) / watch.Elapsed.TotalSeconds:0} events a second while they talk");
    }

    private static async Task MeetAsync(SimulatedCluster cluster, SimulatedPeerNetwork peer, int index)
    {
        SeededEntropySource entropy = cluster.Entropy($"meet/{index}");
        for (int count = 0; count < Degree; count++)
        {
            int other = (index + 1 + entropy.NextInt32(cluster.Nodes.Length - 1)) % cluster.Nodes.Length;
            await peer.ConnectAsync(cluster.Nodes[other].Address);
        }
    }

    private static Task TalkAsync(SimulatedCluster cluster, SimulatedPeerNetwork peer) =>
        Task.WhenAll(peer.Connected.Select(connection => TalkAsync(cluster, connection)));

    private static async Task TalkAsync(SimulatedCluster cluster, IPeerConnection connection)
    {
        byte[] word = new byte[100];
        await using IPeerStream stream = await connection.OpenStreamAsync(Listener.Id);
        for (int count = 0; count < Words; count++)
        {
            await stream.Output.WriteAsync(word);
            await cluster.RunForAsync(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>Counts what it hears.</summary>
    private sealed class Listener(Action heard) : IProtocolHandler
    {
        public static ProtocolId Id { get; } = new("/sim/word/1.0.0");

        public ProtocolId Protocol => Id;

        public async ValueTask HandleAsync(IPeerStream stream, CancellationToken cancellationToken)
        {
            while (true)
            {
                ReadResult read = await stream.Input.ReadAtLeastAsync(100, cancellationToken);
                if (read.Buffer.Length < 100)
                {
                    return;
                }

                stream.Input.AdvanceTo(read.Buffer.GetPosition(100));
                heard();
            }
        }
    }
}
