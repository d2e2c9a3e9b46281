using DaaCompute.Net.Consensus;
using DaaCompute.Net.Dht;
using DaaCompute.Net.Gossip;
using DaaCompute.Net.Runtime;
using DaaCompute.Net.Topology;
using DaaCompute.Net.Training;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net;

/// <summary>A running node: one property per layer, no logic of its own.</summary>
/// <remarks>
/// Each property is a service as well; inject the narrow interface where one is enough. Disposing the network stops the
/// layers from the top down: goodbye, drain, then cut, within <see cref="DaaComputeNetworkOptions.StopTimeout"/>.
/// </remarks>
public sealed class DaaComputeNetwork : IAsyncDisposable
{
    private readonly NetworkLifetime _lifetime;
    private ServiceProvider? _owned;

    internal DaaComputeNetwork(IServiceProvider services, NetworkLifetime lifetime)
    {
        Services = services;
        _lifetime = lifetime;
    }

    /// <summary>The node's services, for what has no property here.</summary>
    public IServiceProvider Services { get; }

    /// <summary>This node: its id, addresses, role and protocols.</summary>
    public PeerInfo LocalPeer => Peers.LocalPeer;

    /// <summary>Connections to peers.</summary>
    public IPeerNetwork Peers => Services.GetRequiredService<IPeerNetwork>();

    /// <summary>What is known of peers, connected or not.</summary>
    public IPeerDirectory Directory => Services.GetRequiredService<IPeerDirectory>();

    /// <summary>Who has which content, where peers are, and small validated values: the DHT.</summary>
    public IContentRouter Content => Services.GetRequiredService<IContentRouter>();

    /// <summary>Publish/subscribe over the whole network.</summary>
    public IGossip Gossip => Services.GetRequiredService<IGossip>();

    /// <summary>Agreement on one order of proposals; there once a consensus was added.</summary>
    public IConsensus Consensus => Services.GetRequiredService<IConsensus>();

    /// <summary>
    /// Who belongs to the network, who is near whom; there once <see cref="TopologyBuilderExtensions.AddTopology"/> was called.
    /// </summary>
    public INetworkTopology Topology => Services.GetRequiredService<INetworkTopology>();

    /// <summary>Groups that reduce vectors together.</summary>
    public ITrainingProtocol Training => Services.GetRequiredService<ITrainingProtocol>();

    /// <summary>Who has which part of a model.</summary>
    public IModelExchange Models => Services.GetRequiredService<IModelExchange>();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _lifetime.StopAsync(CancellationToken.None).ConfigureAwait(false);
        if (Interlocked.Exchange(ref _owned, null) is ServiceProvider owned)
        {
            await owned.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Makes the network dispose the provider that it lives in; inside a host, the host does.</summary>
    internal void Own(ServiceProvider provider) => _owned = provider;
}
