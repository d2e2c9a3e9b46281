using System.Buffers;
using DaaCompute.Net.Gossip.Runtime;
using DaaCompute.Net.Serialization;

namespace DaaCompute.Net.Gossip;

/// <summary>Publish/subscribe with messages of the host's own types.</summary>
public static class TypedGossipExtensions
{
    /// <summary>Publishes a message.</summary>
    /// <typeparam name="T">The kind of message.</typeparam>
    /// <param name="gossip">Publish/subscribe.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="value">The message.</param>
    /// <param name="serializer">What makes bytes of it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="PayloadException">The message cannot be represented.</exception>
    /// <exception cref="ArgumentException">Its bytes are more than a message may have.</exception>
    public static ValueTask PublishAsync<T>(
        this IGossip gossip,
        Topic topic,
        T value,
        IPayloadSerializer serializer,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(gossip);
        ArgumentNullException.ThrowIfNull(serializer);
        ArrayBufferWriter<byte> payload = new();
        serializer.Serialize(payload, value);
        return gossip.PublishAsync(topic, payload.WrittenMemory, cancellationToken);
    }

    /// <summary>Subscribes; messages that are not of this kind are left out, and count as dropped.</summary>
    /// <typeparam name="T">The kind of message.</typeparam>
    /// <param name="gossip">Publish/subscribe.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="serializer">What reads the bytes.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async ValueTask<ISubscription<GossipMessage<T>>> SubscribeAsync<T>(
        this IGossip gossip, Topic topic, IPayloadSerializer serializer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(gossip);
        ArgumentNullException.ThrowIfNull(serializer);
        return new TypedSubscription<T>(
            await gossip.SubscribeAsync(topic, cancellationToken).ConfigureAwait(false), serializer);
    }
}
