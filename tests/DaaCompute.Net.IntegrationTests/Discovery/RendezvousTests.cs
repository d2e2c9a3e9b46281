using DaaCompute.Net.Transport;

namespace DaaCompute.Net.IntegrationTests.Discovery;

/// <summary>Whole nodes that have nothing but a rendezvous point.</summary>
public sealed class RendezvousTests
{
    [Theory]
    [InlineData("/memory/{0}")]
    [InlineData("/ip4/127.0.0.1/tcp/0")]
    public async Task Start_TwoNodesAndAPoint_ConnectByThemselves(string listen)
    {
        InMemoryNetwork network = new();
        await using DaaComputeNetwork point = await StartAsync(network, listen, 1, discovery => discovery.RendezvousServer = true);
        string address = point.LocalPeer.Addresses[0].WithPeer(point.LocalPeer.Id).ToString();
        await using DaaComputeNetwork one = await StartAsync(network, listen, 2, discovery => Use(discovery, address));
        await using DaaComputeNetwork two = await StartAsync(network, listen, 3, discovery => Use(discovery, address));

        CancellationToken limit = LoopbackNode.Limit();
        while (one.Peers.FindConnection(two.LocalPeer.Id) is null)
        {
            await Task.Delay(10, limit);
        }

        Assert.True(one.Peers.FindConnection(two.LocalPeer.Id)!.IsPostQuantum);
    }

    private static void Use(PeerDiscoveryOptions discovery, string point)
    {
        discovery.RendezvousPoints.Add(point);
        discovery.RendezvousInterval = TimeSpan.FromSeconds(1);
    }

    private static async Task<DaaComputeNetwork> StartAsync(
        InMemoryNetwork network, string listen, int number, Action<PeerDiscoveryOptions> configure)
    {
        DaaComputeNetworkBuilder builder = new();
        builder.AddInMemoryTransport(network).ConfigureDiscovery(configure);
        builder.AddTransport(transport =>
            transport.ListenAddresses.Add(listen.Replace("{0}", $"{number}", StringComparison.Ordinal)));
        return await builder.StartAsync();
    }
}
