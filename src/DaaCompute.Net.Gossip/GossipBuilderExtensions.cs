using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Gossip.Diagnostics;
using DaaCompute.Net.Gossip.Runtime;
using DaaCompute.Net.Gossip.Wire;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Gossip;

/// <summary>Gives a node publish/subscribe.</summary>
public static class GossipBuilderExtensions
{
    /// <summary>Adds <see cref="IGossip"/>.</summary>
    /// <param name="builder">The node under construction.</param>
    /// <param name="configure">Changes the options; null keeps what configuration gives.</param>
    /// <returns>The same builder.</returns>
    public static IDaaComputeBuilder AddGossip(this IDaaComputeBuilder builder, Action<GossipOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        OptionsBuilder<GossipOptions> options = services.AddOptions<GossipOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<GossipOptions>, GossipOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static provider => new GossipMetrics(provider.GetService<IMeterFactory>()));
        services.TryAddSingleton(Create);
        services.TryAddSingleton<IGossip>(static provider => provider.GetRequiredService<GossipNode>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILayerService, GossipNode>(
            static provider => provider.GetRequiredService<GossipNode>()));
        return builder;
    }

    /// <summary>Adds a check of a topic's messages; of several for one topic, each has to accept a message.</summary>
    /// <typeparam name="T">The check.</typeparam>
    /// <param name="builder">The node under construction.</param>
    /// <returns>The same builder.</returns>
    public static IDaaComputeBuilder AddGossipValidator<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IDaaComputeBuilder builder)
        where T : class, IGossipValidator
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IGossipValidator, T>());
        return builder;
    }

    private static GossipNode Create(IServiceProvider provider) => new(
        provider.GetRequiredService<IPeerNetwork>(),
        provider.GetRequiredService<IPeerDirectory>(),
        provider.GetRequiredService<ISignedEnvelopes>(),
        policy => CreatePolicy(provider, policy),
        provider.GetServices<IGossipValidator>(),
        provider.GetService<IPeerReputation>(),
        provider.GetRequiredService<IEntropySource>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<IOptions<GossipOptions>>(),
        provider.GetRequiredService<GossipMetrics>(),
        provider.GetService<ILogger<GossipNode>>() ?? NullLogger<GossipNode>.Instance);

    private static IMessagePolicy CreatePolicy(IServiceProvider provider, SignaturePolicy policy)
    {
        GossipOptions options = provider.GetRequiredService<IOptions<GossipOptions>>().Value;
        TimeProvider time = provider.GetRequiredService<TimeProvider>();
        return policy switch
        {
            SignaturePolicy.Unsigned => new UnsignedPolicy(),
            // Networks of others do not know ML-DSA keys: where the host allows classical peers, its alias signs.
            SignaturePolicy.StrictSign => new StrictSignPolicy(
                provider.GetService<IClassicalAlias>()?.Identity ?? provider.GetRequiredService<INodeIdentity>(),
                provider.GetRequiredService<ISignatureVerifier>(),
                time,
                options.SignedMessageId),
            _ => new EnvelopePolicy(provider.GetRequiredService<ISignedEnvelopes>(), time, options.MaxClockSkew),
        };
    }
}
