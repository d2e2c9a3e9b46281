namespace DaaCompute.Net.Gossip;

/// <summary>Publish/subscribe over the whole network (gossipsub).</summary>
public interface IGossip
{
    /// <summary>Publishes to everyone else who subscribes to a topic; this node's own subscriptions do not get it.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="data">The payload; copied.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The payload is larger than a message may be; the exception names the setting.</exception>
    ValueTask PublishAsync(Topic topic, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default);

    /// <summary>Subscribes; messages that come after this returns are not missed unless the reader is too slow.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask<ISubscription<GossipMessage>> SubscribeAsync(Topic topic, CancellationToken cancellationToken = default);

    /// <summary>
    /// Completes once a message published now spreads: the topic's mesh has its lower bound of peers, or every connected
    /// subscriber where there are fewer, but at least one. For a topic this node does not subscribe to, the connected
    /// subscribers count.
    /// </summary>
    /// <param name="topic">The topic.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask WaitForMeshAsync(Topic topic, CancellationToken cancellationToken = default);
}
