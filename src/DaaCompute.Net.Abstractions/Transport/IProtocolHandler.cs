namespace DaaCompute.Net.Transport;

/// <summary>Answers the streams that peers open for one protocol.</summary>
public interface IProtocolHandler
{
    /// <summary>The protocol.</summary>
    ProtocolId Protocol { get; }

    /// <summary>
    /// Serves one stream; called concurrently for many. The stream is closed when this returns, reset when it throws.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="cancellationToken">Fires when the connection is gone or the node stops.</param>
    ValueTask HandleAsync(IPeerStream stream, CancellationToken cancellationToken);
}
