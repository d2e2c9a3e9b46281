namespace DaaCompute.Net.Transport;

/// <summary>An address that is listened on, until disposed.</summary>
public interface ITransportListener : IAsyncDisposable
{
    /// <summary>The address, with the port the system chose.</summary>
    Multiaddress LocalAddress { get; }

    /// <summary>Waits for the next connection.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The connection, or null once the listener is disposed.</returns>
    ValueTask<ITransportConnection?> AcceptAsync(CancellationToken cancellationToken);
}
