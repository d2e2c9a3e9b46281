using DaaCompute.Net.Crypto;
using DaaCompute.Net.Gossip.Runtime;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.Gossip.Tests.Runtime;

/// <summary>A whole node over the in-memory transport, that dials nobody by itself.</summary>
internal sealed class GossipTestNode : IAsyncDisposable
{
    private GossipTestNode(DaaComputeNetwork network) => Network = network;

    public DaaComputeNetwork Network { get; }

    public IGossip Gossip => Network.Gossip;

    public GossipNode Node => Network.Services.GetRequiredService<GossipNode>();

    public PeerId Id => Network.LocalPeer.Id;

    public static async Task<GossipTestNode> StartAsync(
        InMemoryNetwork network,
        int number,
        Action<GossipOptions>? configure = null,
        Action<IDaaComputeBuilder>? build = null)
    {
        DaaComputeNetworkBuilder builder = new();
        builder.AddInMemoryTransport(network);
        builder.Services.Configure<TransportOptions>(options =>
        {
            options.ListenAddresses.Add($"/memory/{number}");
            options.ConnectionStrategy.Enabled = false;
        });
        builder.AddGossip(options =>
        {
            options.HeartbeatInterval = TimeSpan.FromMilliseconds(100);
            configure?.Invoke(options);
        });
        build?.Invoke(builder);
        return new GossipTestNode(await builder.StartAsync(Limit()));
    }

    /// <summary>Ends a test that hangs; no outcome depends on how long it is.</summary>
    public static CancellationToken Limit() => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    public static async Task UntilAsync(Func<bool> condition)
    {
        CancellationToken limit = Limit();
        while (!condition())
        {
            await Task.Delay(5, limit);
        }
    }

    public Task ConnectAsync(GossipTestNode other) => Network.Peers
        .ConnectAsync(other.Network.LocalPeer.Addresses[0].WithPeer(other.Id), Limit()).AsTask();

    public static async Task<GossipMessage> NextAsync(ISubscription<GossipMessage> subscription)
    {
        await foreach (GossipMessage message in subscription.WithCancellation(Limit()))
        {
            return message;
        }

        throw new InvalidOperationException("The subscription ended.");
    }

    public ValueTask DisposeAsync() => Network.DisposeAsync();
}
