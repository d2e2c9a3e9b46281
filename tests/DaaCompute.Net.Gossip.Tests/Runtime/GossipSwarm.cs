using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Gossip.Tests.Runtime;

/// <summary>Nodes of one network, each connected to the next and to the one five further.</summary>
internal sealed class GossipSwarm : IAsyncDisposable
{
    public List<GossipTestNode> Nodes { get; } = [];

    public static async Task<GossipSwarm> StartAsync(int count, Action<GossipOptions>? configure = null)
    {
        InMemoryNetwork network = new();
        GossipSwarm swarm = new();
        for (int number = 0; number < count; number++)
        {
            swarm.Nodes.Add(await GossipTestNode.StartAsync(network, number + 1, configure));
        }

        for (int number = 0; number < count; number++)
        {
            foreach (int step in (int[])[1, 5])
            {
                int other = (number + step) % count;
                if (other != number && (count > 10 || number < other))
                {
                    await swarm.Nodes[number].ConnectAsync(swarm.Nodes[other]);
                }
            }
        }

        return swarm;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (GossipTestNode node in Nodes)
        {
            await node.DisposeAsync();
        }
    }
}
