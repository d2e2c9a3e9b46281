using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace DaaCompute.Net.Transport.Tcp;

/// <summary>A connected socket. The pooled builders keep a call free of allocations once the pools are warm.</summary>
internal sealed class TcpTransportConnection : ITransportConnection
{
    private readonly Socket _socket;

    public TcpTransportConnection(Socket socket)
    {
        _socket = socket;
        LocalAddress = Multiaddress.FromEndPoint((IPEndPoint)socket.LocalEndPoint!);
        RemoteAddress = Multiaddress.FromEndPoint((IPEndPoint)socket.RemoteEndPoint!);
    }

    public Multiaddress LocalAddress { get; }

    public Multiaddress RemoteAddress { get; }

    /// <summary>Whether small writes leave at once; without it a ping takes 44 ms.</summary>
    internal bool NoDelay => _socket.NoDelay;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await _socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            throw Broken(exception);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            while (!buffer.IsEmpty)
            {
                int sent = await _socket.SendAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false);
                buffer = buffer[sent..];
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            throw Broken(exception);
        }
    }

    public ValueTask CloseOutputAsync(CancellationToken cancellationToken)
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
            return ValueTask.CompletedTask;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            throw Broken(exception);
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private TransportException Broken(Exception cause) =>
        new($"The connection {LocalAddress} – {RemoteAddress} broke: {cause.Message}", cause);
}
