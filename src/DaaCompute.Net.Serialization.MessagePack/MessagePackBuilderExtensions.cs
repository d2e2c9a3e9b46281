using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Serialization.MessagePack;

/// <summary>Gives a node MessagePack payloads.</summary>
public static class MessagePackBuilderExtensions
{
    /// <summary>Makes MessagePack the node's <see cref="IPayloadSerializer"/>.</summary>
    /// <param name="builder">The node under construction.</param>
    /// <param name="configure">Changes the bounds; null keeps them.</param>
    /// <returns>The same builder.</returns>
    public static IDaaComputeBuilder UseMessagePack(
        this IDaaComputeBuilder builder, Action<MessagePackPayloadOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        OptionsBuilder<MessagePackPayloadOptions> options =
            builder.Services.AddOptions<MessagePackPayloadOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<MessagePackPayloadOptions>, MessagePackOptionsValidator>());
        builder.Services.Replace(ServiceDescriptor.Singleton<IPayloadSerializer>(static provider =>
            new MessagePackPayloadSerializer(provider.GetRequiredService<IOptions<MessagePackPayloadOptions>>().Value)));
        return builder;
    }
}
