using System.Net;

namespace DaaCompute.Net.Transport;

/// <summary>One link that multicast DNS's group was joined on; disposing it leaves the group.</summary>
/// <remarks>One task may receive while others send. What this node multicasts may come back to it.</remarks>
public interface IMulticastLink : IAsyncDisposable
{
    /// <summary>Its name in logs, such as <c>eth0/ip4</c>.</summary>
    string Name { get; }

    /// <summary>Whether an address is one that machines on this link may dial: of the link itself, not beyond a router.</summary>
    /// <param name="address">Any address.</param>
    bool Reaches(Multiaddress address);

    /// <summary>Receives the next datagram of this link.</summary>
    /// <param name="buffer">Where it goes; what does not fit is lost.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TransportException">The link is gone.</exception>
    ValueTask<MulticastDatagram> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Sends one datagram to the whole link.</summary>
    /// <param name="datagram">The bytes.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="TransportException">It could not be sent.</exception>
    ValueTask SendAsync(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken);

    /// <summary>Sends one datagram to one receiver on the link.</summary>
    /// <param name="datagram">The bytes.</param>
    /// <param name="destination">The receiver, as a received datagram named it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="TransportException">It could not be sent.</exception>
    ValueTask SendAsync(ReadOnlyMemory<byte> datagram, IPEndPoint destination, CancellationToken cancellationToken);
}
