using System.Diagnostics.Metrics;
using DaaCompute.Net.Consensus;
using DaaCompute.Net.Storage;
using DaaCompute.Net.Topology.Diagnostics;
using DaaCompute.Net.Topology.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Topology;

/// <summary>Gives a node the agreed state of the network.</summary>
public static class TopologyBuilderExtensions
{
    /// <summary>Adds <see cref="INetworkTopology"/>. The node needs an <see cref="IConsensus"/>, added before this.</summary>
    /// <param name="builder">The node under construction.</param>
    /// <param name="configure">Changes the options; null keeps what configuration gives.</param>
    /// <returns>The same builder.</returns>
    /// <remarks>With an <see cref="IStateStore"/> among the services, the state survives a restart.</remarks>
    public static IDaaComputeBuilder AddTopology(
        this IDaaComputeBuilder builder, Action<TopologyOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        OptionsBuilder<TopologyOptions> options = services.AddOptions<TopologyOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<TopologyOptions>, TopologyOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAdd(ServiceDescriptor.Singleton(typeof(ILogger<>), typeof(NullLogger<>)));
        services.TryAddSingleton(static provider => new TopologyMetrics(provider.GetService<IMeterFactory>()));
        services.TryAddSingleton<StateKeeper>();
        services.TryAddSingleton(static provider => new StateVault(
            provider.GetService<IStateStore>(),
            provider.GetRequiredService<StateKeeper>(),
            provider.GetRequiredService<ILogger<StateVault>>()));
        services.TryAddSingleton<TopologyConsensus>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IProposalValidator, TopologyConsensus>(
            static provider => provider.GetRequiredService<TopologyConsensus>()));
        services.TryAddSingleton<IConflictKeys>(static provider => provider.GetRequiredService<TopologyConsensus>());
        services.TryAddSingleton<IReplicatedState>(static provider => provider.GetRequiredService<TopologyConsensus>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILayerService, StateLoading>());
        services.TryAddSingleton<IPeerObserver, ConnectionObserver>();
        services.TryAddSingleton<BatchSigner>();
        services.TryAddSingleton<EndorsementHandler>();
        services.TryAddSingleton<EndorsementClient>();
        services.TryAddSingleton<ChangeProposer>();
        services.TryAddSingleton<MembershipLoop>();
        services.TryAddSingleton<TopologyMembership>();
        services.TryAddSingleton<INetworkTopology, NetworkTopology>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILayerService, TopologyMembership>(
            static provider => provider.GetRequiredService<TopologyMembership>()));
        return builder;
    }
}
