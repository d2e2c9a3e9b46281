using DaaCompute.Net.Consensus;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Dht;
using DaaCompute.Net.Diagnostics;
using DaaCompute.Net.Gossip;
using DaaCompute.Net.Runtime;
using DaaCompute.Net.Topology;
using DaaCompute.Net.Training;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net;

/// <summary>Adds a node to a host.</summary>
public static class DaaComputeServiceCollectionExtensions
{
    /// <summary>Adds a node with every layer that exists; the host starts and stops it.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">
    /// The section <c>DaaCompute</c>, whose children are bound to the layers' options (<c>Crypto</c>, <c>Transport</c>,
    /// <c>Dht</c>, <c>Gossip</c>, <c>Consensus</c>, <c>Topology</c>, <c>Training</c>); null to configure in code alone. A node
    /// has consensus when that section names validators, or when <c>AddConsensus</c> is called.
    /// </param>
    /// <returns>The builder for everything else.</returns>
    public static IDaaComputeBuilder AddDaaCompute(
        this IServiceCollection services, IConfigurationSection? configuration = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        IDaaComputeBuilder builder = services.AddDaaComputeCore();
        services.AddSingleton<IHostedService, NetworkHostedService>();
        if (configuration is not null)
        {
            services.Configure<DaaComputeNetworkOptions>(configuration);
            services.Configure<CryptoOptions>(configuration.GetSection("Crypto"));
            services.Configure<TransportOptions>(configuration.GetSection("Transport"));
            services.Configure<DhtOptions>(configuration.GetSection("Dht"));
            services.Configure<GossipOptions>(configuration.GetSection("Gossip"));
            services.Configure<TopologyOptions>(configuration.GetSection("Topology"));
            services.Configure<TrainingOptions>(configuration.GetSection("Training"));
            ConfigureConsensus(builder, configuration.GetSection("Consensus"));
        }

        return builder;
    }

    /// <summary>Puts a preset under everything that is configured, before or after this call.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="preset">The preset, such as <see cref="NodePresets.RegionalHub"/>.</param>
    public static IDaaComputeBuilder Use(this IDaaComputeBuilder builder, NodePreset preset)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(preset);

        // A preset is a floor: what configuration or code says stands above it, so it goes first in the order of options.
        DaaComputeServices staged = new(new ServiceCollection());
        preset(staged);
        for (int index = 0; index < staged.Services.Count; index++)
        {
            builder.Services.Insert(index, staged.Services[index]);
        }

        return builder;
    }

    /// <summary>Consensus costs nothing unless validators are named.</summary>
    private static void ConfigureConsensus(IDaaComputeBuilder builder, IConfigurationSection section)
    {
        builder.Services.Configure<ConsensusOptions>(section);
        if (section.GetSection(nameof(ConsensusOptions.Validators)).GetChildren().Any())
        {
            builder.AddConsensus();
        }
    }

    internal static IDaaComputeBuilder AddDaaComputeCore(this IServiceCollection services)
    {
        DaaComputeServices builder = new(services);
        services.AddLogging();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptionsWithValidateOnStart<DaaComputeNetworkOptions>();
        services.TryAddEnumerable(ServiceDescriptor
            .Singleton<IValidateOptions<DaaComputeNetworkOptions>, DaaComputeNetworkOptionsValidator>());
        builder.AddCrypto().AddTransport().AddDht().AddGossip().AddTraining();
        services.TryAddSingleton<DiscoveryMetrics>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILayerService, PeerDiscoveryService>());
        services.TryAddSingleton<NetworkLifetime>();
        services.TryAddSingleton(provider =>
            new DaaComputeNetwork(provider, provider.GetRequiredService<NetworkLifetime>()));
        return builder;
    }
}
