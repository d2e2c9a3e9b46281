namespace DaaCompute.Net.Transport.Runtime;

/// <summary>A secured connection that carries many streams. No protocol is negotiated on them yet.</summary>
internal interface IMultiplexedConnection : IAsyncDisposable
{
    PeerPublicKey RemoteKey { get; }

    Multiaddress LocalAddress { get; }

    Multiaddress RemoteAddress { get; }

    ProtocolId Security { get; }

    bool IsPostQuantum { get; }

    bool IsOutbound { get; }

    long BytesSent { get; }

    long BytesReceived { get; }

    /// <summary>Inbound streams open now.</summary>
    int InboundStreams { get; }

    /// <summary>Outbound streams open now.</summary>
    int OutboundStreams { get; }

    /// <summary>The last round trip measured by the multiplexer's own ping, or null.</summary>
    TimeSpan? RoundTripTime { get; }

    /// <summary>Fires when the connection is gone, whichever side ended it.</summary>
    CancellationToken Closed { get; }

    /// <summary>Why it is gone; null for a clean goodbye, or while it lives.</summary>
    Exception? CloseReason { get; }

    /// <summary>Opens a stream.</summary>
    /// <exception cref="ConnectionClosedException">The connection is gone.</exception>
    /// <exception cref="ResourceLimitException">Too many streams.</exception>
    ValueTask<IMultiplexedStream> OpenStreamAsync(CancellationToken cancellationToken);

    /// <summary>The next stream that the peer opens, or null once the connection is gone.</summary>
    ValueTask<IMultiplexedStream?> AcceptStreamAsync(CancellationToken cancellationToken);

    /// <summary>Says goodbye (go-away), lets what is queued be sent, and closes.</summary>
    ValueTask CloseAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Asks for a sign of life now, rather than at the next keep-alive. Who owes the answer and is silent for the given
    /// time is cut off.
    /// </summary>
    void Probe(TimeSpan patience);

    /// <summary>Cuts the connection now.</summary>
    void Abort(Exception reason);
}
