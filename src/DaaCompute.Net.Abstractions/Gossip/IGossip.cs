namespace DaaCompute.Net.Gossip;

/// <summary>Publish/subscribe over the whole network (gossipsub).</summary>
public interface IGossip
{
    /// <summary>Publishes to everyone who subscribes to a topic.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="data">The payload.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask PublishAsync(Topic topic, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default);

    /// <summary>Subscribes; messages that come after this returns are not missed unless the reader is too slow.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask<ISubscription<GossipMessage>> SubscribeAsync(Topic topic, CancellationToken cancellationToken = default);

    /// <summary>Completes once the topic's mesh has its lower bound of peers, so that a message published now spreads.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask WaitForMeshAsync(Topic topic, CancellationToken cancellationToken = default);
}
