using System.Diagnostics.Metrics;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Dht.Diagnostics;
using DaaCompute.Net.Dht.Protocol;
using DaaCompute.Net.Dht.Runtime;
using DaaCompute.Net.Storage;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Dht;

/// <summary>Gives a node the DHT.</summary>
public static class DhtBuilderExtensions
{
    /// <summary>Adds <see cref="IContentRouter"/>, <see cref="IPeerRouting"/>, and the DHT as a source of peers.</summary>
    /// <param name="builder">The node under construction.</param>
    /// <param name="configure">Changes the options; null keeps what configuration gives.</param>
    /// <returns>The same builder.</returns>
    /// <remarks>
    /// Every <see cref="IRecordValidator"/> among the services is used; one for <c>/pk/</c> is built in. With an
    /// <see cref="IStateStore"/> among the services, peers and records survive a restart.
    /// </remarks>
    public static IDaaComputeBuilder AddDht(this IDaaComputeBuilder builder, Action<DhtOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        OptionsBuilder<DhtOptions> options = services.AddOptions<DhtOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DhtOptions>, DhtOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static provider => new DhtMetrics(provider.GetService<IMeterFactory>()));
        services.TryAddSingleton<KademliaPeerSource>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPeerSource, KademliaPeerSource>(
            static provider => provider.GetRequiredService<KademliaPeerSource>()));
        services.TryAddSingleton(Create);
        services.TryAddSingleton<IContentRouter>(static provider => provider.GetRequiredService<KademliaRouter>());
        services.TryAddSingleton<IPeerRouting>(static provider => provider.GetRequiredService<KademliaRouter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILayerService, KademliaRouter>(
            static provider => provider.GetRequiredService<KademliaRouter>()));
        return builder;
    }

    /// <summary>Adds the rules of one namespace of values; of two for the same namespace the later wins.</summary>
    /// <param name="builder">The node under construction.</param>
    /// <param name="validator">The rules.</param>
    /// <returns>The same builder.</returns>
    public static IDaaComputeBuilder AddRecordValidator(this IDaaComputeBuilder builder, IRecordValidator validator)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(validator);
        builder.Services.AddSingleton(validator);
        return builder;
    }

    private static KademliaRouter Create(IServiceProvider provider) => new(
        provider.GetRequiredService<IPeerNetwork>(),
        provider.GetRequiredService<IPeerDirectory>(),
        [new PublicKeyRecordValidator(), .. provider.GetServices<IRecordValidator>()],
        provider.GetService<IStateStore>(),
        provider.GetService<IClassicalAlias>(),
        provider.GetRequiredService<KademliaPeerSource>(),
        provider.GetRequiredService<IOptions<DhtOptions>>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<IEntropySource>(),
        provider.GetRequiredService<DhtMetrics>(),
        provider.GetService<ILogger<KademliaRouter>>() ?? NullLogger<KademliaRouter>.Instance);
}
