using DaaCompute.Net.Crypto;
using DaaCompute.Net.Transport.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DaaCompute.Net.Transport.Tests.Runtime;

/// <summary>A whole transport layer, made through the builder, with real yamux over plain channels.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private TestNode(ServiceProvider services) => _services = services;

    public PeerNetwork Network => _services.GetRequiredService<PeerNetwork>();

    public IPeerDirectory Directory => _services.GetRequiredService<IPeerDirectory>();

    /// <summary>One of the ways to learn of peers.</summary>
    public T Source<T>()
        where T : IPeerSource => _services.GetServices<IPeerSource>().OfType<T>().Single();

    /// <summary>Stops a layer and starts it anew.</summary>
    public async Task RestartLayerAsync<T>()
        where T : ILayerService
    {
        T layer = _services.GetServices<ILayerService>().OfType<T>().Single();
        await layer.StopAsync(TestTime.Limit());
        await layer.StartAsync(TestTime.Limit());
    }

    public PeerId Id => Network.LocalPeer.Id;

    public Multiaddress Address => Network.LocalPeer.Addresses[0];

    /// <summary>Starts a node that listens on an in-memory network and dials nobody by itself.</summary>
    public static Task<TestNode> StartAsync(
        byte number, InMemoryNetwork network, Action<TransportOptions>? configure = null, TimeProvider? time = null) =>
        StartAsync(
            number,
            builder =>
            {
                builder.AddTransport(options =>
                {
                    options.ListenAddresses.Add($"/memory/{number}");
                    configure?.Invoke(options);
                });

                // What else multicasts on this machine is none of the test's business.
                builder.Services.RemoveAll<IMulticastTransport>();
                builder.AddInMemoryTransport(network);
            },
            time);

    public static async Task<TestNode> StartAsync(
        byte number, Action<IDaaComputeBuilder> configure, TimeProvider? time = null)
    {
        TestBuilder builder = new();
        builder.Services.AddLogging().AddMetrics();
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddSingleton<IEntropySource>(new TestEntropy(number));
        builder.Services.AddSingleton<INodeIdentity>(new TestIdentity(number));
        builder.Services.AddSingleton<ISignedEnvelopes>(new TestEnvelopes(number));
        builder.Services.AddSingleton<ISecureChannelFactory>(new PlainChannelFactory(number));
        builder.Services.Configure<TransportOptions>(options => Relax(options, time));
        configure(builder);
        TestNode node = new(builder.Services.BuildServiceProvider());
        foreach (ILayerService layer in node._services.GetServices<ILayerService>().OrderBy(layer => layer.Layer))
        {
            await layer.StartAsync(TestTime.Limit());
        }

        return node;
    }

    /// <summary>A clock that a test moves by leaps must not make time-outs out of what merely waits for the processor.</summary>
    private static void Relax(TransportOptions options, TimeProvider? time)
    {
        options.ConnectionStrategy.Enabled = false;
        if (time is ManualTime)
        {
            options.DialTimeout = TimeSpan.FromMinutes(5);
            options.HandshakeTimeout = TimeSpan.FromMinutes(5);
            options.NegotiationTimeout = TimeSpan.FromMinutes(5);
            options.WriteTimeout = TimeSpan.FromDays(1);
            options.SilenceTimeout = TimeSpan.FromDays(1);
        }
    }

    /// <summary>Connects to another node and waits until both know each other.</summary>
    public async Task<IPeerConnection> ConnectAsync(TestNode other)
    {
        IPeerConnection connection = await Network.ConnectAsync(other.Address.WithPeer(other.Id), TestTime.Limit());
        await TestTime.UntilAsync(() => other.Network.FindConnection(Id) is not null);
        return connection;
    }

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();
}
