namespace DaaCompute.Net.Gossip;

/// <summary>The host's check of a topic's messages, before they are delivered or forwarded.</summary>
public interface IGossipValidator
{
    /// <summary>The topic.</summary>
    Topic Topic { get; }

    /// <summary>Decides about one message; called concurrently.</summary>
    /// <param name="message">The message, its signature already checked.</param>
    /// <param name="cancellationToken">Fires when the node stops.</param>
    ValueTask<MessageVerdict> ValidateAsync(GossipMessage message, CancellationToken cancellationToken);
}
