using DaaCompute.Net.Crypto;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.InteropTests;

/// <summary>A whole node of ours on loopback, with a fresh identity, that dials nobody by itself.</summary>
internal sealed class InteropNode : IAsyncDisposable
{
    private readonly DaaComputeNetwork _network;

    private InteropNode(DaaComputeNetwork network) => _network = network;

    public IPeerNetwork Peers => _network.Peers;

    public IServiceProvider Services => _network.Services;

    public PeerId Id => _network.LocalPeer.Id;

    /// <summary>What classical peers know it by.</summary>
    public PeerId Alias => Services.GetRequiredService<IClassicalAlias>().Identity.PeerId;

    /// <summary>Starts a node on a free port of each transport.</summary>
    /// <param name="configure">Adds to it; by default it allows classical peers.</param>
    /// <param name="listen">Where it listens.</param>
    public static async Task<InteropNode> StartAsync(
        Action<IDaaComputeBuilder>? configure = null, params string[] listen)
    {
        DaaComputeNetworkBuilder builder = new();
        builder.Services.Configure<TransportOptions>(options =>
        {
            foreach (string address in listen.DefaultIfEmpty("/ip4/127.0.0.1/tcp/0"))
            {
                options.ListenAddresses.Add(address);
            }
        });
        builder.ConfigureConnectionStrategy(strategy => strategy.Enabled = false);
        (configure ?? (static node => node.AllowClassicalPeers()))(builder);
        return new InteropNode(await builder.StartAsync(Limit()));
    }

    /// <summary>Where a classical peer finds it: its first address of a transport, the alias at the end.</summary>
    public Multiaddress AddressFor(string transport) => _network.LocalPeer.Addresses
        .First(address => address.Has("ws") == (transport == "ws"))
        .WithPeer(Alias);

    /// <summary>Waits until a peer is connected and identified.</summary>
    public async Task<IPeerConnection> IdentifiedAsync(PeerId peer)
    {
        CancellationToken limit = Limit();
        await using ISubscription<PeerEvent> events = await Peers.SubscribeAsync(limit);
        if (Peers.FindConnection(peer) is { RemotePeer.AgentVersion: not null } known)
        {
            return known;
        }

        await foreach (PeerEvent change in events.WithCancellation(limit))
        {
            if (change.Kind == PeerEventKind.Identified && change.Connection.RemotePeer.Id == peer)
            {
                return change.Connection;
            }
        }

        throw new InvalidOperationException("The node has stopped.");
    }

    /// <summary>Ends a test that hangs; no outcome depends on it.</summary>
    public static CancellationToken Limit() => new CancellationTokenSource(JsProcess.Patience).Token;

    public ValueTask DisposeAsync() => _network.DisposeAsync();
}
