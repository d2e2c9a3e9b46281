using System.Globalization;
using DaaCompute.Net.Dht;
using DaaCompute.Net.Simulation;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.Sim.Scenarios.Dht;

/// <summary>The honest nodes of a DHT scenario: the real DHT over simulated connections.</summary>
internal sealed class HonestDht(SimulatedCluster cluster, int count, int bootstraps)
{
    private readonly DaaComputeNetwork?[] _nodes = new DaaComputeNetwork?[count];
    private readonly List<(ContentKey Key, int Provider)> _provided = [];
    private readonly List<ContentKey> _values = [];

    /// <summary>Starts the nodes, one after the other within a time; each knows the first few.</summary>
    public async Task StartAsync(TimeSpan within)
    {
        for (int index = 0; index < count; index++)
        {
            cluster.Nodes[index].Start(RunAsync);
            await cluster.RunForAsync(within / count);
        }

        bool started = await cluster.RunUntilAsync(() => Array.TrueForAll(_nodes, node => node is not null), TimeSpan.FromMinutes(1));
        cluster.Require(started, "a node did not start");
    }

    /// <summary>The node's process is about to end.</summary>
    public void Forget(int number) => _nodes[number - 1] = null;

    /// <summary>Has nodes drawn at random provide content, and put values.</summary>
    public async Task StoreAsync(int records)
    {
        SeededEntropySource entropy = cluster.Entropy("store");
        for (int record = 0; record < records; record++)
        {
            int provider = entropy.NextInt32(count);
            ContentKey key = ContentKey.ForContent(BitConverter.GetBytes(record));
            _provided.Add((key, provider));
            ContentKey name = ContentKey.FromText(string.Create(CultureInfo.InvariantCulture, $"{RepeatedKeyValidator.Prefix}{record}"));
            _values.Add(name);
            await Task.WhenAll(
                Router(provider)!.ProvideAsync(key).AsTask(),
                Router(entropy.NextInt32(count))!.PutValueAsync(name, name.Bytes).AsTask());
        }
    }

    /// <summary>Looks every record up, from nodes drawn at random.</summary>
    public async Task LookUpAsync(DhtFigures figures, int rounds, TimeSpan pause)
    {
        SeededEntropySource entropy = cluster.Entropy("lookup");
        for (int round = 0; round < rounds; round++)
        {
            foreach ((ContentKey key, int provider) in _provided)
            {
                // Who provides something and is away cannot be told from who never was; it is not sought.
                if (_nodes[provider] is DaaComputeNetwork there)
                {
                    await MeasureAsync(figures, entropy, router => FindsAsync(router, key, there.LocalPeer.Id));
                }
            }

            foreach (ContentKey name in _values)
            {
                await MeasureAsync(figures, entropy, async router =>
                    await router.GetValueAsync(name) is ReadOnlyMemory<byte> value && value.Span.SequenceEqual(name.Bytes.Span));
            }

            await cluster.RunForAsync(pause);
        }
    }

    public string Describe()
    {
        int[] tables = [.. _nodes.OfType<DaaComputeNetwork>()
            .Select(node => node.Services.GetRequiredService<IContentRouter>().Status.RoutingTablePeers).Order()];
        int[] connections = [.. _nodes.OfType<DaaComputeNetwork>().Select(node => node.Peers.Connected.Length).Order()];
        return $"tables of {tables[0]} to {tables[^1]}, {connections[0]} to {connections[^1]} connections";
    }

    public async Task StopAsync()
    {
        Task stopping = Task.WhenAll(_nodes.OfType<DaaComputeNetwork>().Select(node => node.DisposeAsync().AsTask()));
        cluster.Require(await cluster.RunUntilAsync(() => stopping.IsCompleted, TimeSpan.FromMinutes(2)), "a node does not stop");
    }

    private static async Task<bool> FindsAsync(IContentRouter router, ContentKey key, PeerId provider)
    {
        await foreach (PeerInfo found in router.FindProvidersAsync(key))
        {
            if (found.Id == provider)
            {
                return true;
            }
        }

        return false;
    }

    private IContentRouter? Router(int index) => _nodes[index]?.Services.GetRequiredService<IContentRouter>();

    /// <summary>Lets a node look up; one that dies meanwhile does not count.</summary>
    private async Task MeasureAsync(DhtFigures figures, SeededEntropySource entropy, Func<IContentRouter, Task<bool>> lookup)
    {
        int index = entropy.NextInt32(count);
        if (Router(index) is not IContentRouter router)
        {
            return;
        }

        SimulatedProcess process = cluster.Nodes[index].Process!;
        Task measuring = figures.MeasureAsync(() => cluster.Time.Elapsed, () => lookup(router));
        await cluster.RunUntilAsync(() => measuring.IsCompleted || !process.IsAlive, TimeSpan.FromMinutes(5));
        cluster.Require(measuring.IsCompleted || !process.IsAlive, $"a lookup of node {index + 1} does not end");
        if (measuring.IsCompleted)
        {
            await measuring;
        }
    }

    private async Task RunAsync(SimulatedProcess process)
    {
        DaaComputeNetwork network = await LightNode.StartAsync(process, typeof(DhtOptions), builder => builder
            .AddRecordValidator(new RepeatedKeyValidator())
            .AddDht(options =>
            {
                options.Mode = DhtMode.Server;
                options.AllowPrivateAddresses = true;
            }));
        for (int number = 1; number <= Math.Min(bootstraps, process.Number - 1); number++)
        {
            try
            {
                await network.Peers.ConnectAsync(cluster.Nodes[number - 1].Address);
            }
            catch (DaaComputeException fault)
            {
                cluster.Mark($"{process.Number} did not reach {number}: {fault.Message}");
            }
        }

        _nodes[process.Number - 1] = network;
    }
}
