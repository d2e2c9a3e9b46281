namespace DaaCompute.Net.Transport;

/// <summary>A secured, multiplexed connection to one peer.</summary>
public interface IPeerConnection
{
    /// <summary>What is known of the peer; grows when identify has run.</summary>
    PeerInfo RemotePeer { get; }

    /// <summary>The key the peer proved in the handshake.</summary>
    PeerPublicKey RemoteKey { get; }

    /// <summary>The address it is connected to.</summary>
    Multiaddress RemoteAddress { get; }

    /// <summary>Whether this node dialled.</summary>
    bool IsOutbound { get; }

    /// <summary>The security protocol in use.</summary>
    ProtocolId Security { get; }

    /// <summary>Whether the connection withstands a quantum computer.</summary>
    bool IsPostQuantum { get; }

    /// <summary>Bytes sent on the wire, ciphertext and framing included.</summary>
    long BytesSent { get; }

    /// <summary>Bytes received from the wire, ciphertext and framing included.</summary>
    long BytesReceived { get; }

    /// <summary>The last round trip that was measured, or null.</summary>
    TimeSpan? RoundTripTime { get; }

    /// <summary>Fires when the connection is gone.</summary>
    CancellationToken Closed { get; }

    /// <summary>Opens a stream.</summary>
    /// <param name="protocol">The protocol to speak on it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ProtocolNotSupportedException">The peer does not speak it.</exception>
    /// <exception cref="ConnectionClosedException">The connection is gone.</exception>
    /// <exception cref="ResourceLimitException">A limit of this node forbids it.</exception>
    ValueTask<IPeerStream> OpenStreamAsync(ProtocolId protocol, CancellationToken cancellationToken = default);
}
