using System.Threading.Channels;

namespace DaaCompute.Net.Transport.WebSockets;

/// <summary>A listener whose connections answer the WebSocket's handshake by themselves.</summary>
/// <remarks>
/// A connection is handed over before its handshake is done: the node's limits and its time-out for handshakes then cover
/// this one too, and a slow client keeps nobody else waiting. Disposing the connection ends the handshake.
/// </remarks>
internal sealed class WebSocketTransportListener : ITransportListener
{
    /// <summary>Connections taken ahead of who accepts them: a node accepts at once, so few are ever there.</summary>
    private const int Backlog = 16;

    private readonly ITransportListener _listener;
    private readonly Multiaddress _suffix;
    private readonly IReadOnlyList<string> _origins;
    private readonly Channel<(ITransportConnection? Connection, TransportException? Fault)> _accepted =
        Channel.CreateBounded<(ITransportConnection?, TransportException?)>(Backlog);

    private readonly Task _pump;

    /// <summary>Makes a listener.</summary>
    /// <param name="listener">What it listens over; disposed with it.</param>
    /// <param name="suffix">What its addresses end in.</param>
    /// <param name="origins">The pages that may connect.</param>
    public WebSocketTransportListener(ITransportListener listener, Multiaddress suffix, IReadOnlyList<string> origins)
    {
        _listener = listener;
        _suffix = suffix;
        _origins = origins;
        LocalAddress = listener.LocalAddress.Encapsulate(suffix);
        _pump = PumpAsync();
    }

    public Multiaddress LocalAddress { get; }

    public async ValueTask<ITransportConnection?> AcceptAsync(CancellationToken cancellationToken)
    {
        if (!await _accepted.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false)
            || !_accepted.Reader.TryRead(out (ITransportConnection? Connection, TransportException? Fault) next))
        {
            return null;
        }

        return next.Connection ?? throw next.Fault!;
    }

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync().ConfigureAwait(false);
        _accepted.Writer.TryComplete();
        await _pump.ConfigureAwait(false);
        while (_accepted.Reader.TryRead(out (ITransportConnection? Connection, TransportException? Fault) unwanted))
        {
            if (unwanted.Connection is not null)
            {
                await unwanted.Connection.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task PumpAsync()
    {
        bool isOpen = true;
        while (isOpen)
        {
            try
            {
                ITransportConnection? raw = await _listener.AcceptAsync(CancellationToken.None).ConfigureAwait(false);
                isOpen = raw is not null && await TryHandOverAsync(Upgrade(raw)).ConfigureAwait(false);
            }
            catch (TransportException exception)
            {
                isOpen = await TryWriteAsync(null, exception).ConfigureAwait(false);
            }
        }

        _accepted.Writer.TryComplete();
    }

    private WebSocketTransportConnection Upgrade(ITransportConnection raw) => new(
        raw, WebSocketUpgrade.AcceptAsync(new TransportConnectionStream(raw), _origins, CancellationToken.None), _suffix);

    private async ValueTask<bool> TryHandOverAsync(WebSocketTransportConnection connection)
    {
        bool isWanted = await TryWriteAsync(connection, null).ConfigureAwait(false);
        if (!isWanted)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }

        return isWanted;
    }

    /// <summary>False once the listener is disposed.</summary>
    private async ValueTask<bool> TryWriteAsync(ITransportConnection? connection, TransportException? fault)
    {
        while (!_accepted.Writer.TryWrite((connection, fault)))
        {
            if (!await _accepted.Writer.WaitToWriteAsync(CancellationToken.None).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }
}
