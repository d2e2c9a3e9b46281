using DaaCompute.Net.Gossip;
using DaaCompute.Net.Simulation;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Sim.Scenarios.Gossip;

/// <summary>The honest nodes of a gossip scenario: real gossip over simulated connections.</summary>
internal sealed class HonestGossip(SimulatedCluster cluster, int count, Topic topic, Deliveries deliveries)
{
    private readonly DaaComputeNetwork[] _nodes = new DaaComputeNetwork[count];

    /// <summary>
    /// The topic has two messages a second, so a peer that takes a place in the mesh and delivers next to nothing is found
    /// out (P3), and stays so after it was pruned (P3b). Without a known rate gossipsub cannot tell silence from quiet.
    /// </summary>
    private static TopicScoreOptions Expectations => new()
    {
        MeshMessageDeliveriesWeight = -1,
        MeshMessageDeliveriesThreshold = 2,
        MeshMessageDeliveriesWindow = TimeSpan.FromMilliseconds(100),
        MeshFailurePenaltyWeight = -1,
    };

    public async Task StartAsync()
    {
        foreach (SimulatedNode node in cluster.Nodes.Take(count))
        {
            node.Start(RunAsync);
        }

        bool started = await cluster.RunUntilAsync(() => Array.TrueForAll(_nodes, node => node is not null), TimeSpan.FromMinutes(1));
        cluster.Require(started, "a node did not start");
    }

    /// <summary>Has every node dial some others.</summary>
    public async Task MeetAsync(int dials) => await Task.WhenAll(Enumerable.Range(0, count).Select(async index =>
    {
        SeededEntropySource entropy = cluster.Entropy($"meet/{index}");
        for (int dial = 0; dial < Math.Min(dials, count - 1); dial++)
        {
            int other = (index + 1 + entropy.NextInt32(count - 1)) % count;
            await ConnectAsync(_nodes[index].Peers, cluster.Nodes[other].Address);
        }
    }));

    /// <summary>Publishes, each time from a node drawn at random.</summary>
    /// <param name="duration">For how long.</param>
    /// <param name="counts">Whether everybody has to hear it.</param>
    public async Task PublishAsync(TimeSpan duration, bool counts)
    {
        SeededEntropySource entropy = cluster.Entropy($"publish/{counts}");
        for (TimeSpan end = cluster.Time.Elapsed + duration; cluster.Time.Elapsed < end;)
        {
            int author = entropy.NextInt32(count);
            await _nodes[author].Gossip.PublishAsync(topic, deliveries.Publish(author, cluster.Time.Elapsed, counts));
            await cluster.RunForAsync(TimeSpan.FromMilliseconds(500));
        }
    }

    public async Task StopAsync()
    {
        Task stopping = Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
        cluster.Require(await cluster.RunUntilAsync(() => stopping.IsCompleted, TimeSpan.FromMinutes(2)), "a node does not stop");
    }

    private async Task ConnectAsync(IPeerNetwork peers, Multiaddress address)
    {
        try
        {
            await peers.ConnectAsync(address);
        }
        catch (PeerUnreachableException fault)
        {
            cluster.Mark($"{address} was not reached: {fault.Message}");
        }
    }

    private async Task RunAsync(SimulatedProcess process)
    {
        DaaComputeNetwork network = await LightNode.StartAsync(process, typeof(GossipOptions), builder =>
            builder.AddGossip(options => options.TopicScore = Expectations));
        ISubscription<GossipMessage> subscription = await network.Gossip.SubscribeAsync(topic);
        _nodes[process.Number - 1] = network;
        await foreach (GossipMessage message in subscription)
        {
            deliveries.Hear(process.Number - 1, message.Data.Span, cluster.Time.Elapsed);
        }
    }
}
