using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Transport.Diagnostics;
using DaaCompute.Net.Transport.Discovery;
using DaaCompute.Net.Transport.InMemory;
using DaaCompute.Net.Transport.Runtime;
using DaaCompute.Net.Transport.Selection;
using DaaCompute.Net.Transport.Tcp;
using DaaCompute.Net.Transport.Udp;
using DaaCompute.Net.Transport.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Transport;

/// <summary>Adds the transport layer to a node.</summary>
public static class TransportBuilderExtensions
{
    /// <summary>
    /// Adds connections between peers over TCP and WebSocket: <see cref="IPeerNetwork"/>, <see cref="IPeerDirectory"/>,
    /// identify, ping, limits and the connection strategy. What is registered already is kept.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the options, or null.</param>
    public static IDaaComputeBuilder AddTransport(
        this IDaaComputeBuilder builder, Action<TransportOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        services.AddOptions<TransportOptions>().ValidateOnStart();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<TransportOptions>, TransportOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ITransport, TcpTransport>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ITransport, WebSocketTransport>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPeerSource, BootstrapPeerSource>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPeerSource, StoredPeerSource>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPeerSource, MdnsPeerSource>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPeerSource, RendezvousPeerSource>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IMulticastTransport, UdpMulticastTransport>());
        services.TryAddSingleton<ITransportSelector, RoleAwareTransportSelector>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TransportMetrics>();
        services.TryAddSingleton<MdnsMetrics>();
        services.TryAddSingleton<RendezvousMetrics>();
        services.TryAddSingleton<IPeerDirectory, PeerDirectory>();
        services.TryAddSingleton<IConnectionUpgrader>(CreateUpgrader);
        services.TryAddSingleton(CreateNetwork);
        services.TryAddSingleton<IPeerNetwork>(provider => provider.GetRequiredService<PeerNetwork>());
        services.TryAddSingleton<PeerStore>();

        // Before the network, so that it hears of every peer, and stops after it.
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILayerService, PeerStore>(
            provider => provider.GetRequiredService<PeerStore>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILayerService, PeerNetwork>(
            provider => provider.GetRequiredService<PeerNetwork>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILayerService, RendezvousService>());
        return builder;
    }

    /// <summary>Adds one more transport; of several that handle an address, the first added is used.</summary>
    /// <typeparam name="T">The transport.</typeparam>
    /// <param name="builder">The builder.</param>
    public static IDaaComputeBuilder AddTransport<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IDaaComputeBuilder builder)
        where T : class, ITransport
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ITransport, T>());
        return builder;
    }

    /// <summary>Adds the in-memory transport: nodes with the same network object reach each other at <c>/memory/N</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="network">The network.</param>
    public static IDaaComputeBuilder AddInMemoryTransport(this IDaaComputeBuilder builder, InMemoryNetwork network)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(network);
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<ITransport, InMemoryTransport>(_ => new InMemoryTransport(network)));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IMulticastTransport, InMemoryMulticastTransport>(
            _ => new InMemoryMulticastTransport(network)));
        return builder;
    }

    /// <summary>Adds a protocol that peers may open streams for.</summary>
    /// <typeparam name="T">Its handler.</typeparam>
    /// <param name="builder">The builder.</param>
    public static IDaaComputeBuilder AddProtocol<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IDaaComputeBuilder builder)
        where T : class, IProtocolHandler
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IProtocolHandler, T>());
        return builder;
    }

    /// <summary>Adds a gate; a connection needs the consent of every gate.</summary>
    /// <typeparam name="T">The gate.</typeparam>
    /// <param name="builder">The builder.</param>
    public static IDaaComputeBuilder AddConnectionGate<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IDaaComputeBuilder builder)
        where T : class, IConnectionGate
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IConnectionGate, T>());
        return builder;
    }

    /// <summary>Adds a bootstrap node.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="address">Its multiaddr; ending in <c>/p2p/…</c>, only that peer is accepted there.</param>
    public static IDaaComputeBuilder Bootstrap(this IDaaComputeBuilder builder, string address)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(address);
        builder.Services.Configure<TransportOptions>(options => options.Discovery.BootstrapNodes.Add(address));
        return builder;
    }

    /// <summary>Changes how this node learns of peers.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the options.</param>
    public static IDaaComputeBuilder ConfigureDiscovery(
        this IDaaComputeBuilder builder, Action<PeerDiscoveryOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure<TransportOptions>(options => configure(options.Discovery));
        return builder;
    }

    /// <summary>Changes how many peers of which role are kept.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the options.</param>
    public static IDaaComputeBuilder ConfigureConnectionStrategy(
        this IDaaComputeBuilder builder, Action<ConnectionStrategyOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure<TransportOptions>(options => configure(options.ConnectionStrategy));
        return builder;
    }

    /// <summary>Changes the bounds on connections, streams, memory and handshakes.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the options.</param>
    public static IDaaComputeBuilder ConfigureLimits(
        this IDaaComputeBuilder builder, Action<ResourceLimitOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure<TransportOptions>(options => configure(options.Limits));
        return builder;
    }

    private static ConnectionUpgrader CreateUpgrader(IServiceProvider provider)
    {
        TransportOptions options = provider.GetRequiredService<IOptions<TransportOptions>>().Value;
        LinkSettings settings = new()
        {
            HandshakeTimeout = options.HandshakeTimeout,
            WriteTimeout = options.WriteTimeout,
            KeepAliveInterval = options.KeepAliveInterval,
            SilenceTimeout = options.SilenceTimeout,
            MaxInboundStreams = options.Limits.PeerInboundStreams,
            MaxStreamWindow = (uint)Math.Min(options.Limits.StreamMemory, uint.MaxValue),
        };
        IReadOnlyList<ISecureChannelFactory> classical = provider.GetService<IClassicalAlias>()?.Channels ?? [];
        return new ConnectionUpgrader(
            provider.GetServices<ISecureChannelFactory>().Concat(classical),
            settings,
            provider.GetRequiredService<TimeProvider>());
    }

    /// <summary>Handlers are asked for at start only, so that one of them may itself need the network.</summary>
    private static PeerNetwork CreateNetwork(IServiceProvider provider) => new(
        provider.GetRequiredService<INodeIdentity>(),
        provider.GetServices<ITransport>(),
        provider.GetRequiredService<IConnectionUpgrader>(),
        provider.GetRequiredService<IPeerDirectory>(),
        provider.GetRequiredService<ISignedEnvelopes>(),
        provider.GetServices<IConnectionGate>(),
        provider.GetServices<IProtocolHandler>,
        provider.GetRequiredService<IOptions<TransportOptions>>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<IEntropySource>(),
        provider.GetRequiredService<TransportMetrics>(),
        provider.GetRequiredService<ILogger<PeerNetwork>>(),
        new DialGuidance(
            provider.GetRequiredService<ITransportSelector>(),
            provider.GetService<IPeerRouting>,
            provider.GetService<IPeerPreferences>),
        provider.GetService<IClassicalAlias>());
}
