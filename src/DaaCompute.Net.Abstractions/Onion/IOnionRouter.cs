namespace DaaCompute.Net.Onion;

/// <summary>Sends messages through relays, none of which knows both ends.</summary>
public interface IOnionRouter
{
    /// <summary>Sends a message through a fresh route.</summary>
    /// <param name="recipient">Who shall read it.</param>
    /// <param name="message">The payload; large ones are sent in fragments.</param>
    /// <param name="options">How; null for the node's defaults.</param>
    /// <param name="cancellationToken">Ends the call; fragments already sent cannot be recalled.</param>
    /// <exception cref="OnionRouteUnavailableException">Too few relays; nothing was sent.</exception>
    ValueTask SendAsync(
        PeerId recipient,
        ReadOnlyMemory<byte> message,
        OnionSendOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>Subscribes to messages addressed to this node.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask<ISubscription<OnionMessage>> SubscribeAsync(CancellationToken cancellationToken = default);

    /// <summary>Answers a message without learning who sent it; works once per message.</summary>
    /// <param name="message">The message, which must carry a reply block.</param>
    /// <param name="reply">The payload.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask ReplyAsync(OnionMessage message, ReadOnlyMemory<byte> reply, CancellationToken cancellationToken = default);
}
