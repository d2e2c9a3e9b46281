using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Consensus;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DaaCompute.Net;

/// <summary>Puts a consensus of the host's own into a node.</summary>
public static class ConsensusBuilderExtensions
{
    /// <summary>Makes a consensus the node's only one; of several calls the last holds.</summary>
    /// <typeparam name="T">The consensus. When it is an <see cref="ILayerService"/> too, the node starts and stops it.</typeparam>
    /// <param name="builder">The node under construction.</param>
    /// <returns>The same builder.</returns>
    public static IDaaComputeBuilder UseConsensus<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IDaaComputeBuilder builder)
        where T : class, IConsensus
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        services.TryAddSingleton<T>();
        services.Replace(ServiceDescriptor.Singleton<IConsensus>(static provider => provider.GetRequiredService<T>()));
        if (typeof(T).IsAssignableTo(typeof(ILayerService)))
        {
            services.TryAddEnumerable(ServiceDescriptor.Singleton<ILayerService, ConsensusLayer<T>>());
        }

        return builder;
    }

    /// <summary>Starts and stops a consensus, unless a later call has put another one into its place.</summary>
    private sealed class ConsensusLayer<T>(IConsensus chosen) : ILayerService
        where T : class, IConsensus
    {
        public NetworkLayer Layer => NetworkLayer.Consensus;

        public ValueTask StartAsync(CancellationToken cancellationToken) =>
            chosen is T and ILayerService layer ? layer.StartAsync(cancellationToken) : ValueTask.CompletedTask;

        public ValueTask StopAsync(CancellationToken cancellationToken) =>
            chosen is T and ILayerService layer ? layer.StopAsync(cancellationToken) : ValueTask.CompletedTask;
    }
}
