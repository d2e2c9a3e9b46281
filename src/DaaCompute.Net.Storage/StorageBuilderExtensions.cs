using DaaCompute.Net.Storage.Diagnostics;
using DaaCompute.Net.Storage.InMemory;
using DaaCompute.Net.Storage.Runtime;
using DaaCompute.Net.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Storage;

/// <summary>Gives a node a place for what must survive it.</summary>
/// <remarks>
/// Without one of these calls there is no <see cref="IStateStore"/>: whoever would keep something in it keeps it in memory.
/// </remarks>
public static class StorageBuilderExtensions
{
    /// <summary>
    /// Keeps the node's state in an SQLite file at <see cref="StateStoreOptions.Path"/>; replaces any store that was
    /// chosen before. It is opened when the node starts, and a node whose store cannot be opened does not start.
    /// </summary>
    /// <param name="builder">The node under construction.</param>
    /// <param name="configure">Changes the options; null keeps what configuration gives.</param>
    /// <returns>The same builder.</returns>
    public static IDaaComputeBuilder UseSqliteStateStore(
        this IDaaComputeBuilder builder, Action<StateStoreOptions>? configure = null)
    {
        IServiceCollection services = AddOptions(builder, configure);
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<StateStoreOptions>, StateStorePathValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<StorageMetrics>();
        services.Replace(ServiceDescriptor.Singleton<IStateStore, SqliteStateStore>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILayerService, StateStoreService>());
        return builder;
    }

    /// <summary>
    /// Keeps a validator's vote guard in a file beside the state store, so that a store which was lost, truncated or put
    /// back is noticed before the validator votes twice. Goes with <see cref="UseSqliteStateStore"/>.
    /// </summary>
    /// <param name="builder">The node under construction.</param>
    /// <returns>The same builder.</returns>
    public static IDaaComputeBuilder UseVoteGuardFile(this IDaaComputeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<IGuardFile>(
            static provider => new VoteGuardFile(provider.GetRequiredService<IOptions<StateStoreOptions>>())));
        return builder;
    }

    /// <summary>
    /// Keeps the node's state in memory, for as long as the node lives; replaces any store that was chosen before. For
    /// tests, and for parts that need a store in a node that need not remember.
    /// </summary>
    /// <param name="builder">The node under construction.</param>
    /// <param name="configure">Changes the options; null keeps what configuration gives.</param>
    /// <returns>The same builder.</returns>
    public static IDaaComputeBuilder UseInMemoryStateStore(
        this IDaaComputeBuilder builder, Action<StateStoreOptions>? configure = null)
    {
        IServiceCollection services = AddOptions(builder, configure);
        services.Replace(ServiceDescriptor.Singleton<IStateStore, InMemoryStateStore>());
        if (services.FirstOrDefault(service => service.ImplementationType == typeof(StateStorePathValidator)) is { } needless)
        {
            services.Remove(needless);
        }

        return builder;
    }

    private static IServiceCollection AddOptions(IDaaComputeBuilder builder, Action<StateStoreOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        services.AddOptions<StateStoreOptions>().ValidateOnStart();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<StateStoreOptions>, StateStoreOptionsValidator>());
        return services;
    }
}
