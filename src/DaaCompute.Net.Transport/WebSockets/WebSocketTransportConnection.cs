using System.Net.WebSockets;

namespace DaaCompute.Net.Transport.WebSockets;

/// <summary>A stream of bytes in binary messages, whose borders mean nothing.</summary>
internal sealed class WebSocketTransportConnection : ITransportConnection
{
    /// <summary>The longest message sent: a whole record of the secure channel, and little for a peer to hold.</summary>
    private const int MaxMessage = 64 * 1024;

    /// <summary>A quarter of a record: what an idle connection holds.</summary>
    private const int BufferSize = 16 * 1024;

    private readonly ITransportConnection _raw;
    private readonly Task<WebSocket> _opening;
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _start;
    private int _end;
    private bool _hasEnded;

    // A WebSocket whose receive is cancelled is broken; so the wait is cancelled, and the receive goes on for the next call.
    private Task<ValueWebSocketReceiveResult>? _receiving;

    /// <summary>Makes a connection.</summary>
    /// <param name="raw">What it runs over; disposed with it.</param>
    /// <param name="opening">Its opening handshake.</param>
    /// <param name="suffix">What its addresses end in.</param>
    public WebSocketTransportConnection(ITransportConnection raw, Task<WebSocket> opening, Multiaddress suffix)
    {
        _raw = raw;
        _opening = opening;
        LocalAddress = raw.LocalAddress.Encapsulate(suffix);
        RemoteAddress = raw.RemoteAddress.Encapsulate(suffix);
    }

    public Multiaddress LocalAddress { get; }

    public Multiaddress RemoteAddress { get; }

    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            WebSocket socket = await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
            while (_start == _end && !_hasEnded)
            {
                Take(await ReceiveAsync(socket, cancellationToken).ConfigureAwait(false));
            }

            int count = Math.Min(buffer.Length, _end - _start);
            _buffer.AsMemory(_start, count).CopyTo(buffer);
            _start += count;
            return count;
        }
        catch (Exception exception) when (IsBreak(exception, cancellationToken))
        {
            throw Broken(exception);
        }
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            WebSocket socket = await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
            while (!buffer.IsEmpty)
            {
                ReadOnlyMemory<byte> message = buffer[..Math.Min(buffer.Length, MaxMessage)];
                await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken)
                    .ConfigureAwait(false);
                buffer = buffer[message.Length..];
            }
        }
        catch (Exception exception) when (IsBreak(exception, cancellationToken))
        {
            throw Broken(exception);
        }
    }

    public async ValueTask CloseOutputAsync(CancellationToken cancellationToken)
    {
        try
        {
            WebSocket socket = await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsBreak(exception, cancellationToken))
        {
            throw Broken(exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _raw.DisposeAsync().ConfigureAwait(false);
        await ((Task)_opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_opening.IsCompletedSuccessfully)
        {
            (await _opening.ConfigureAwait(false)).Dispose();
        }

        if (_receiving is Task receiving)
        {
            await receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        if (_receiving is null)
        {
            ValueTask<ValueWebSocketReceiveResult> receive = socket.ReceiveAsync(_buffer.AsMemory(), CancellationToken.None);
            if (receive.IsCompletedSuccessfully)
            {
                return await receive.ConfigureAwait(false);
            }

            _receiving = receive.AsTask();
        }

        ValueWebSocketReceiveResult received = await _receiving.WaitAsync(cancellationToken).ConfigureAwait(false);
        _receiving = null;
        return received;
    }

    private void Take(ValueWebSocketReceiveResult received)
    {
        if (received.MessageType == WebSocketMessageType.Text)
        {
            throw new TransportException($"{RemoteAddress} sent text, where only binary messages carry bytes.");
        }

        _hasEnded = received.MessageType == WebSocketMessageType.Close;
        _start = 0;
        _end = received.Count;
    }

    /// <summary>A WebSocket that is disposed under a call says so as a cancellation, among others.</summary>
    private static bool IsBreak(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        TransportException or WebSocketException or IOException or InvalidOperationException => true,
        _ => false,
    };

    private TransportException Broken(Exception cause) => cause as TransportException
        ?? new($"The connection {LocalAddress} – {RemoteAddress} broke: {(cause.InnerException ?? cause).Message}", cause);
}
