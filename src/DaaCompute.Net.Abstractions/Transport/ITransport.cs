namespace DaaCompute.Net.Transport;

/// <summary>A way to move bytes between two addresses. Security and multiplexing are put over it by the peer network.</summary>
public interface ITransport
{
    /// <summary>Its name in logs and telemetry, such as <c>tcp</c>.</summary>
    string Name { get; }

    /// <summary>Whether it dials and listens on such addresses.</summary>
    /// <param name="address">Any address.</param>
    bool CanHandle(Multiaddress address);

    /// <summary>Begins to listen.</summary>
    /// <param name="address">The address; port 0 asks for any free one.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="TransportException">The address is in use or not of this machine.</exception>
    ValueTask<ITransportListener> ListenAsync(Multiaddress address, CancellationToken cancellationToken);

    /// <summary>Connects.</summary>
    /// <param name="address">The address.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="TransportException">Nobody answers there.</exception>
    ValueTask<ITransportConnection> DialAsync(Multiaddress address, CancellationToken cancellationToken);
}
