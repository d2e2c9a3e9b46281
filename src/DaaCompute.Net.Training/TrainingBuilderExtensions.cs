using System.Diagnostics.Metrics;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Dht;
using DaaCompute.Net.Gossip;
using DaaCompute.Net.Training.Diagnostics;
using DaaCompute.Net.Training.Runtime;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Training;

/// <summary>Gives a node the training protocol.</summary>
public static class TrainingBuilderExtensions
{
    /// <summary>Adds <see cref="ITrainingProtocol"/> and <see cref="IModelExchange"/>.</summary>
    /// <param name="builder">The node under construction.</param>
    /// <param name="configure">Changes the options; null keeps what configuration gives.</param>
    /// <returns>The same builder.</returns>
    public static IDaaComputeBuilder AddTraining(
        this IDaaComputeBuilder builder, Action<TrainingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        OptionsBuilder<TrainingOptions> options = services.AddOptions<TrainingOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<TrainingOptions>, TrainingOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static provider => new TrainingMetrics(provider.GetService<IMeterFactory>()));
        services.TryAddSingleton(Create);
        services.TryAddSingleton<ITrainingProtocol>(static provider => provider.GetRequiredService<TrainingProtocol>());
        services.TryAddSingleton<IModelExchange>(static provider => new ModelExchange(
            provider.GetRequiredService<IContentRouter>(), provider.GetRequiredService<IPeerNetwork>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILayerService, TrainingProtocol>(
            static provider => provider.GetRequiredService<TrainingProtocol>()));
        return builder;
    }

    private static TrainingProtocol Create(IServiceProvider provider) => new(
        provider.GetRequiredService<IPeerNetwork>(),
        provider.GetRequiredService<IPeerDirectory>(),
        provider.GetRequiredService<INodeIdentity>(),
        provider.GetRequiredService<ISignatureVerifier>(),
        provider.GetRequiredService<IContentHash>(),
        provider.GetRequiredService<IEntropySource>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<IOptions<TrainingOptions>>(),
        provider.GetRequiredService<TrainingMetrics>(),
        provider.GetService<ILogger<TrainingProtocol>>() ?? NullLogger<TrainingProtocol>.Instance,
        provider.GetService<IContentRouter>(),
        provider.GetService<IGossip>());
}
