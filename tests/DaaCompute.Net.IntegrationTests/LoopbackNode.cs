using DaaCompute.Net.Crypto;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.IntegrationTests;

/// <summary>The crypto and transport layers of a node, with a fresh identity, on a loopback socket.</summary>
internal sealed class LoopbackNode : IAsyncDisposable, IDaaComputeBuilder
{
    private ServiceProvider? _provider;

    public IServiceCollection Services { get; } = new ServiceCollection().AddLogging().AddMetrics();

    public IPeerNetwork Network => _provider!.GetRequiredService<IPeerNetwork>();

    public PeerId Id => Network.LocalPeer.Id;

    /// <summary>Where it listens, its id at the end.</summary>
    public Multiaddress Address => Network.LocalPeer.Addresses[0].WithPeer(Id);

    public static async Task<LoopbackNode> StartAsync(Action<IDaaComputeBuilder>? configure = null)
    {
        LoopbackNode node = new();
        node.AddCrypto();
        node.AddTransport(options => options.ListenAddresses.Add("/ip4/127.0.0.1/tcp/0"));
        node.ConfigureConnectionStrategy(strategy => strategy.Enabled = false);
        configure?.Invoke(node);
        node._provider = node.Services.BuildServiceProvider();
        foreach (ILayerService layer in node._provider.GetServices<ILayerService>().OrderBy(layer => layer.Layer))
        {
            await layer.StartAsync(Limit());
        }

        return node;
    }

    /// <summary>Ends a test that hangs; no outcome depends on it.</summary>
    public static CancellationToken Limit() => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    public async ValueTask DisposeAsync() => await _provider!.DisposeAsync();
}
