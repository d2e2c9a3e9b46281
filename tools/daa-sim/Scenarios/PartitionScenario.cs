using DaaCompute.Net.Gossip;
using DaaCompute.Net.Simulation;

namespace DaaCompute.Net.Sim.Scenarios;

/// <summary>Whole nodes, split and joined again: connections come back, and none is left that nobody answers on.</summary>
internal sealed class PartitionScenario : IScenario
{
    /// <summary>A healed network converges within a minute.</summary>
    private static readonly TimeSpan Convergence = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public string Name => "partition";

    public string Summary => "Real nodes, split for up to five minutes and healed: the halves join again, no link is stuck, and gossip reaches all.";

    public async Task RunAsync(SimulatedCluster cluster)
    {
        cluster.Network.DefaultConditions = LinkConditions.Regional;
        WholeNodes nodes = new(cluster);
        cluster.Require(await cluster.RunUntilAsync(nodes.AreJoined, Patience), "the nodes never joined");
        SeededEntropySource entropy = cluster.Entropy("partition");
        for (int round = 0; round < 3; round++)
        {
            int[] numbers = [.. cluster.Nodes.Select(node => node.Number)];
            entropy.Shuffle<int>(numbers);
            int cut = 1 + entropy.NextInt32(numbers.Length - 1);
            bool oneWay = entropy.NextInt32(3) == 0;
            cluster.Network.CutOneWay(numbers[..cut], numbers[cut..]);
            if (!oneWay)
            {
                cluster.Network.CutOneWay(numbers[cut..], numbers[..cut]);
            }

            await cluster.RunForAsync(TimeSpan.FromSeconds(5 + entropy.NextInt32(295)));
            cluster.Network.Heal();
            bool joined = await cluster.RunUntilAsync(nodes.AreJoined, Patience);
            cluster.Require(joined, $"after partition {round} the halves do not find each other");
        }

        // Links that died in a partition must have been noticed by now: silence is bounded.
        await cluster.RunForAsync(TimeSpan.FromMinutes(3));
        foreach (string fault in await nodes.PingAllAsync())
        {
            cluster.Violation(fault);
        }

        cluster.Require(nodes.AreJoined(), "the nodes fell apart again");
        await SpreadAsync(cluster, nodes);
        await nodes.StopAsync();
    }

    /// <summary>What one node publishes reaches all others.</summary>
    private static async Task SpreadAsync(SimulatedCluster cluster, WholeNodes nodes)
    {
        Topic topic = new("/sim/healed");
        SortedSet<int> heard = [];
        foreach ((int number, DaaComputeNetwork network) in nodes.Running)
        {
            _ = HearAsync(await network.Gossip.SubscribeAsync(topic), () => heard.Add(number));
        }

        (int author, DaaComputeNetwork publisher) = nodes.Running[0];
        Task meshed = publisher.Gossip.WaitForMeshAsync(topic).AsTask();
        cluster.Require(await cluster.RunUntilAsync(() => meshed.IsCompletedSuccessfully, Convergence), "no mesh forms after healing");
        await cluster.RunForAsync(TimeSpan.FromSeconds(5));
        await publisher.Gossip.PublishAsync(topic, new byte[100]);
        bool spread = await cluster.RunUntilAsync(() => heard.Count == nodes.Running.Length - 1, Convergence);
        string deaf = string.Join(", ", nodes.Running.Select(one => one.Number).Where(number => number != author && !heard.Contains(number)));
        cluster.Require(spread, $"what node {author} published was not heard by {deaf}");
    }

    private static async Task HearAsync(ISubscription<GossipMessage> subscription, Action heard)
    {
        await foreach (GossipMessage _ in subscription)
        {
            heard();
        }
    }
}
