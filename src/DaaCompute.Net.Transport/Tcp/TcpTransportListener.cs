using System.Net;
using System.Net.Sockets;

namespace DaaCompute.Net.Transport.Tcp;

/// <summary>A listening socket.</summary>
internal sealed class TcpTransportListener : ITransportListener
{
    private readonly Socket _socket;
    private volatile bool _disposed;

    public TcpTransportListener(Socket socket)
    {
        _socket = socket;
        LocalAddress = Multiaddress.FromEndPoint((IPEndPoint)socket.LocalEndPoint!);
    }

    public Multiaddress LocalAddress { get; }

    public async ValueTask<ITransportConnection?> AcceptAsync(CancellationToken cancellationToken)
    {
        while (!_disposed)
        {
            Socket? accepted = null;
            try
            {
                accepted = await _socket.AcceptAsync(cancellationToken).ConfigureAwait(false);
                accepted.NoDelay = true;
                return new TcpTransportConnection(accepted);
            }
            catch (Exception exception) when (exception is ObjectDisposedException or SocketException && _disposed)
            {
                accepted?.Dispose();
            }
            catch (SocketException) when (accepted is not null)
            {
                // The other end was gone before it could be named; the next one may not be.
                accepted.Dispose();
            }
            catch (SocketException exception)
                when (exception.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
            {
                // As above, reported by accept itself.
            }
            catch (SocketException exception)
            {
                throw new TransportException($"Cannot accept on {LocalAddress}: {exception.Message}.", exception);
            }
        }

        return null;
    }

    public ValueTask DisposeAsync()
    {
        _disposed = true;
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
