namespace DaaCompute.Net.Transport;

/// <summary>A reliable, ordered, full-duplex stream of bytes between two addresses.</summary>
/// <remarks>
/// One thread may send while another receives. Disposing it closes at once; what was sent before may be lost, so higher
/// layers say goodbye first.
/// </remarks>
public interface ITransportConnection : IAsyncDisposable
{
    /// <summary>This end.</summary>
    Multiaddress LocalAddress { get; }

    /// <summary>The other end.</summary>
    Multiaddress RemoteAddress { get; }

    /// <summary>Receives what is there, waiting for at least one byte.</summary>
    /// <param name="buffer">Where it goes; not empty.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The number of bytes, 0 once the other end has closed its side.</returns>
    /// <exception cref="TransportException">The connection broke.</exception>
    ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Sends all bytes.</summary>
    /// <param name="buffer">The bytes; they may be reused once this returns.</param>
    /// <param name="cancellationToken">Ends the call; the connection is then no longer usable.</param>
    /// <exception cref="TransportException">The connection broke.</exception>
    ValueTask SendAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Closes this side; the other end receives 0 after what was sent before.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask CloseOutputAsync(CancellationToken cancellationToken);
}
