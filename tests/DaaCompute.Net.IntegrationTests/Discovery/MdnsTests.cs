using DaaCompute.Net.Testing;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.IntegrationTests.Discovery;

/// <summary>Whole nodes that know nobody and have nothing but multicast DNS.</summary>
public sealed class MdnsTests
{
    [Fact]
    public async Task Start_TwoNodesOnAnInMemoryLink_ConnectByThemselves()
    {
        InMemoryNetwork network = new();
        await using DaaComputeNetwork one = await StartAsync("/memory/1", network);
        await using DaaComputeNetwork two = await StartAsync("/memory/2", network);

        await WhileAsync(() => one.Peers.FindConnection(two.LocalPeer.Id) is null);

        Assert.True(one.Peers.FindConnection(two.LocalPeer.Id)!.IsPostQuantum);
    }

    [LoopbackMulticastFact]
    public async Task Start_TwoNodesOnLoopbackSockets_ConnectByThemselves()
    {
        await using DaaComputeNetwork one = await StartAsync("/ip4/127.0.0.1/tcp/0");
        await using DaaComputeNetwork two = await StartAsync("/ip4/127.0.0.1/tcp/0");

        await WhileAsync(() => one.Peers.FindConnection(two.LocalPeer.Id) is null);

        Assert.True(one.Peers.FindConnection(two.LocalPeer.Id)!.IsPostQuantum);
    }

    private static async Task WhileAsync(Func<bool> condition)
    {
        CancellationToken limit = LoopbackNode.Limit();
        while (condition())
        {
            await Task.Delay(10, limit);
        }
    }

    private static async Task<DaaComputeNetwork> StartAsync(string address, InMemoryNetwork? network = null)
    {
        DaaComputeNetworkBuilder builder = new();
        builder.ConfigureDiscovery(discovery => discovery.MdnsEnabled = true);
        builder.AddTransport(transport => transport.ListenAddresses.Add(address));
        if (network is not null)
        {
            builder.AddInMemoryTransport(network);
        }

        return await builder.StartAsync();
    }
}
