using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using DaaCompute.Net.Consensus.Diagnostics;
using DaaCompute.Net.Consensus.Runtime;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Storage;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Consensus;

/// <summary>Gives a node consensus. A node without it pays nothing for it.</summary>
public static class ConsensusBuilderExtensions
{
    /// <summary>
    /// Adds <see cref="IConsensus"/> by QR-Avalanche: a validator votes, every other node proposes and reads. Whether the node
    /// is a validator follows from <see cref="ConsensusOptions.Validators"/>.
    /// </summary>
    /// <param name="builder">The node under construction.</param>
    /// <param name="configure">Changes the options; null keeps what configuration gives.</param>
    /// <returns>The same builder.</returns>
    public static IDaaComputeBuilder AddConsensus(
        this IDaaComputeBuilder builder, Action<ConsensusOptions>? configure = null)
    {
        IServiceCollection services = builder.AddConsensusVerifier().Services;
        OptionsBuilder<ConsensusOptions> options = services.AddOptions<ConsensusOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<ConsensusOptions>, ConsensusOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IValidatorAdmission, AllowListAdmission>();
        services.TryAddSingleton(static provider => new ConsensusMetrics(provider.GetService<IMeterFactory>()));
        services.TryAddSingleton(Create);
        services.TryAddSingleton<IConsensus>(static provider => provider.GetRequiredService<ConsensusNode>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILayerService, ConsensusNode>(
            static provider => provider.GetRequiredService<ConsensusNode>()));
        return builder;
    }

    /// <summary>Adds <see cref="IConsensusVerifier"/> alone, for those who only check certificates and proofs.</summary>
    /// <param name="builder">The node under construction.</param>
    /// <returns>The same builder.</returns>
    public static IDaaComputeBuilder AddConsensusVerifier(this IDaaComputeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(static provider => new ConsensusSignatures(
            provider.GetRequiredService<INodeIdentity>(),
            provider.GetRequiredService<ISignatureVerifier>(),
            provider.GetRequiredService<IContentHash>()));
        builder.Services.TryAddSingleton<IConsensusVerifier, ConsensusVerifier>();
        return builder;
    }

    /// <summary>Uses another consensus instead; the last call wins.</summary>
    /// <typeparam name="T">The other consensus. If it is an <see cref="ILayerService"/>, it is started and stopped with the node.</typeparam>
    /// <param name="builder">The node under construction.</param>
    /// <returns>The same builder.</returns>
    public static IDaaComputeBuilder UseConsensus<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IDaaComputeBuilder builder)
        where T : class, IConsensus
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        foreach (ServiceDescriptor layer in services.Where(static one =>
            one.ServiceType == typeof(ILayerService)
            && one.ImplementationFactory?.Method.ReturnType is Type made && typeof(IConsensus).IsAssignableFrom(made)).ToArray())
        {
            services.Remove(layer);
        }

        services.TryAddSingleton<T>();
        services.Replace(ServiceDescriptor.Singleton<IConsensus>(static provider => provider.GetRequiredService<T>()));
        if (typeof(ILayerService).IsAssignableFrom(typeof(T)))
        {
            services.AddSingleton<ILayerService>(static provider => (ILayerService)(object)provider.GetRequiredService<T>());
        }

        return builder;
    }

    private static ConsensusNode Create(IServiceProvider provider) => new(new ConsensusContext
    {
        Network = provider.GetRequiredService<IPeerNetwork>(),
        Identity = provider.GetRequiredService<INodeIdentity>(),
        Envelopes = provider.GetRequiredService<ISignedEnvelopes>(),
        Signatures = provider.GetRequiredService<ConsensusSignatures>(),
        Admission = provider.GetRequiredService<IValidatorAdmission>(),
        Validator = provider.GetService<IProposalValidator>(),
        ConflictKeys = provider.GetService<IConflictKeys>(),
        State = provider.GetService<IReplicatedState>(),
        Store = provider.GetService<IStateStore>(),
        Guard = provider.GetService<IGuardFile>(),
        Options = provider.GetRequiredService<IOptions<ConsensusOptions>>().Value,
        Time = provider.GetRequiredService<TimeProvider>(),
        Metrics = provider.GetRequiredService<ConsensusMetrics>(),
        Log = provider.GetService<ILogger<ConsensusNode>>() ?? NullLogger<ConsensusNode>.Instance,
    });
}
