using DaaCompute.Net.Crypto;
using DaaCompute.Net.Transport.Runtime;
using DaaCompute.Net.Transport.Tcp;
using DaaCompute.Net.Transport.Tests.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Transport.Tests;

public sealed class TransportBuilderExtensionsTests
{
    [Fact]
    public async Task AddTransport_Twice_RegistersEverythingOnce()
    {
        TestBuilder builder = new();
        builder.AddTransport().AddTransport(options => options.MaxLinkBytes = 1L << 30);
        builder.AddTransport<OtherTransport>().AddTransport<OtherTransport>();
        builder.AddProtocol<NeedsTheNetwork>().AddProtocol<NeedsTheNetwork>();
        Complete(builder);
        await using ServiceProvider provider = builder.Services.BuildServiceProvider(validateScopes: true);

        Assert.Equal(["tcp", "ws", "other"], provider.GetServices<ITransport>().Select(transport => transport.Name));
        Assert.Equal(["bootstrap", "stored", "mdns", "rendezvous"], provider.GetServices<IPeerSource>().Select(source => source.Name));

        // The network stops before what is kept of its peers, so that this is the last word.
        ILayerService[] layers = [.. provider.GetServices<ILayerService>()];
        Assert.Equal([provider.GetRequiredService<PeerStore>(), provider.GetRequiredService<IPeerNetwork>()], layers[..2].Cast<object>());
        Assert.Equal(
            [NetworkLayer.Transport, NetworkLayer.Transport, NetworkLayer.Routing], layers.Select(layer => layer.Layer));
        Assert.Equal(1L << 30, provider.GetRequiredService<IOptions<TransportOptions>>().Value.MaxLinkBytes);
    }

    [Fact]
    public async Task AddProtocol_HandlerNeedsTheNetwork_IsAnsweredAfterStart()
    {
        TestBuilder builder = new();
        builder.AddTransport().AddProtocol<NeedsTheNetwork>();
        Complete(builder);
        await using ServiceProvider provider = builder.Services.BuildServiceProvider();
        IPeerNetwork network = provider.GetRequiredService<IPeerNetwork>();

        await provider.GetServices<ILayerService>().OfType<PeerNetwork>().Single().StartAsync(TestTime.Limit());

        Assert.Contains(new ProtocolId("/needs/1.0.0"), network.LocalPeer.Protocols);
    }

    [Fact]
    public void Configure_EachPart_ReachesTheOptions()
    {
        TestBuilder builder = new();
        builder.AddTransport()
            .Bootstrap("/ip4/192.0.2.1/tcp/4001")
            .ConfigureConnectionStrategy(strategy => strategy.MaxPeers = 9)
            .ConfigureLimits(limits => limits.PeerInboundStreams = 7);
        using ServiceProvider provider = builder.Services.BuildServiceProvider();

        TransportOptions options = provider.GetRequiredService<IOptions<TransportOptions>>().Value;

        Assert.Equal(["/ip4/192.0.2.1/tcp/4001"], options.Discovery.BootstrapNodes);
        Assert.Equal((9, 7), (options.ConnectionStrategy.MaxPeers, options.Limits.PeerInboundStreams));
    }

    [Fact]
    public async Task StartAsync_AddressInUseOrUnknown_SaysWhichAndListensOnNone()
    {
        InMemoryNetwork network = new();
        await using TestNode first = await TestNode.StartAsync(1, network);

        TransportException inUse = await Assert.ThrowsAsync<TransportException>(
            () => TestNode.StartAsync(2, network, options => options.ListenAddresses.Add("/memory/1")));
        TransportException unknown = await Assert.ThrowsAsync<TransportException>(
            () => TestNode.StartAsync(3, network, options => options.ListenAddresses.Add("/ip4/127.0.0.1/udp/0/quic-v1")));

        Assert.Contains("/memory/1", inUse.Message, StringComparison.Ordinal);
        Assert.Contains("quic-v1", unknown.Message, StringComparison.Ordinal);
        await using TestNode again = await TestNode.StartAsync(2, network);
    }

    private static void Complete(TestBuilder builder)
    {
        builder.Services.AddLogging().AddMetrics();
        builder.Services.AddSingleton<IEntropySource>(new TestEntropy(1));
        builder.Services.AddSingleton<INodeIdentity>(new TestIdentity(1));
        builder.Services.AddSingleton<ISignedEnvelopes>(new TestEnvelopes(1));
        builder.Services.AddSingleton<ISecureChannelFactory>(new PlainChannelFactory(1));
    }

    private sealed class OtherTransport : ITransport
    {
        public string Name => "other";

        public bool CanHandle(Multiaddress address) => false;

        public ValueTask<ITransportListener> ListenAsync(Multiaddress address, CancellationToken cancellationToken) =>
            throw new TransportException($"Not {address}.");

        public ValueTask<ITransportConnection> DialAsync(Multiaddress address, CancellationToken cancellationToken) =>
            throw new TransportException($"Not {address}.");
    }

    private sealed class NeedsTheNetwork(IPeerNetwork network) : IProtocolHandler
    {
        public ProtocolId Protocol { get; } = new("/needs/1.0.0");

        public async ValueTask HandleAsync(IPeerStream stream, CancellationToken cancellationToken) =>
            await network.DisconnectAsync(stream.Connection.RemotePeer.Id, cancellationToken);
    }
}
