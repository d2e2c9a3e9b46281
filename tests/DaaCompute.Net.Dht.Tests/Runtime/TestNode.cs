using DaaCompute.Net.Dht.Runtime;
using DaaCompute.Net.Dht.Tests.Fakes;
using DaaCompute.Net.Storage;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.Dht.Tests.Runtime;

/// <summary>A whole node on the in-memory transport.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly DaaComputeNetwork _network;

    private TestNode(DaaComputeNetwork network) => _network = network;

    public PeerId Id => _network.LocalPeer.Id;

    public IPeerNetwork Peers => _network.Peers;

    public IContentRouter Content => _network.Content;

    public KademliaRouter Router => _network.Services.GetRequiredService<KademliaRouter>();

    public IPeerRouting Routing => _network.Services.GetRequiredService<IPeerRouting>();

    public Multiaddress Address => _network.LocalPeer.Addresses[0].WithPeer(Id);

    public int TablePeers => Content.Status.RoutingTablePeers;

    public static async Task<TestNode> StartAsync(
        InMemoryNetwork memory,
        int number,
        TestNode? bootstrap = null,
        Action<DhtOptions>? configure = null,
        Action<IServiceCollection>? services = null)
    {
        DaaComputeNetworkBuilder builder = new(NodePresets.Loopback);
        builder.AddInMemoryTransport(memory);
        builder.Services.Configure<TransportOptions>(options => options.ListenAddresses.Add($"/memory/{number}"));
        builder.AddDht(configure);
        builder.AddRecordValidator(new NewestValidator());
        if (bootstrap is not null)
        {
            builder.Bootstrap(bootstrap.Address.ToString());
        }

        services?.Invoke(builder.Services);
        return new TestNode(await builder.StartAsync(Limit()));
    }

    /// <summary>Ends a test that hangs; no outcome depends on it.</summary>
    public static CancellationToken Limit() => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    /// <summary>Waits until something holds.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        CancellationToken limit = Limit();
        while (!condition())
        {
            await Task.Delay(1, limit);
        }
    }

    public ValueTask DisposeAsync() => _network.DisposeAsync();
}
