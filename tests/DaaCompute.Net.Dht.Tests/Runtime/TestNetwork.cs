using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Dht.Tests.Runtime;

/// <summary>Nodes that know nothing but the first one's address.</summary>
internal sealed class TestNetwork : IAsyncDisposable
{
    private readonly List<TestNode> _nodes = [];

    public InMemoryNetwork Memory { get; } = new();

    public TestNode this[int index] => _nodes[index];

    public static async Task<TestNetwork> StartAsync(int count, Action<DhtOptions>? configure = null)
    {
        TestNetwork network = new();
        for (int number = 1; number <= count; number++)
        {
            await network.AddAsync(configure);
        }

        await TestNode.UntilAsync(() => network._nodes.TrueForAll(node => node.TablePeers == count - 1));
        return network;
    }

    public async Task<TestNode> AddAsync(Action<DhtOptions>? configure = null)
    {
        TestNode node = await TestNode.StartAsync(Memory, _nodes.Count + 1, _nodes.FirstOrDefault(), configure);
        _nodes.Add(node);
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (TestNode node in Enumerable.Reverse(_nodes))
        {
            await node.DisposeAsync();
        }
    }
}
