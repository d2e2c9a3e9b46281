using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Authentication;
using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Tcp;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Transport.WebSockets;

/// <summary>
/// WebSocket over TCP: <c>/ip4|ip6|dns|dns4|dns6/…/tcp/…/ws</c>; <c>/tls/ws</c> and <c>/wss</c> are dialled, not listened on.
/// </summary>
/// <remarks>Source: RFC 6455; addresses as in multiformats/multiaddr and libp2p/specs websockets.</remarks>
internal sealed class WebSocketTransport(IOptions<TransportOptions> options, IEntropySource entropy) : ITransport
{
    private readonly TcpTransport _tcp = new();

    public string Name => "ws";

    public bool CanHandle(Multiaddress address) => WebSocketAddress.TryParse(address, out _);

    public async ValueTask<ITransportListener> ListenAsync(Multiaddress address, CancellationToken cancellationToken)
    {
        if (!WebSocketAddress.TryParse(address, out WebSocketAddress? parsed) || parsed.ServerName is not null)
        {
            throw new TransportException(
                $"WebSocket cannot listen on {address}: an address such as /ip4/127.0.0.1/tcp/0/ws is needed; "
                + "for TLS, a proxy before it.");
        }

        try
        {
            ITransportListener listener = await _tcp.ListenAsync(parsed.Tcp, cancellationToken).ConfigureAwait(false);
            return new WebSocketTransportListener(listener, parsed.Suffix, [.. options.Value.WebSocketOrigins]);
        }
        catch (TransportException exception)
        {
            throw new TransportException($"Cannot listen on {address}: {exception.Message}", exception);
        }
    }

    public async ValueTask<ITransportConnection> DialAsync(Multiaddress address, CancellationToken cancellationToken)
    {
        if (!WebSocketAddress.TryParse(address, out WebSocketAddress? parsed))
        {
            throw new TransportException($"WebSocket cannot dial {address}.");
        }

        try
        {
            ITransportConnection raw = await _tcp.DialAsync(parsed.Tcp, cancellationToken).ConfigureAwait(false);
            return await UpgradeOrDisposeAsync(raw, parsed, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TransportException or AuthenticationException or IOException)
        {
            throw new TransportException($"Cannot reach {address}: {exception.Message}", exception);
        }
    }

    private async ValueTask<WebSocketTransportConnection> UpgradeOrDisposeAsync(
        ITransportConnection raw, WebSocketAddress address, CancellationToken cancellationToken)
    {
        try
        {
            WebSocket socket = await UpgradeAsync(raw, address, cancellationToken).ConfigureAwait(false);
            return new WebSocketTransportConnection(raw, Task.FromResult(socket), address.Suffix);
        }
        catch
        {
            await raw.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask<WebSocket> UpgradeAsync(
        ITransportConnection raw, WebSocketAddress address, CancellationToken cancellationToken)
    {
        Stream stream = new TransportConnectionStream(raw);
        if (address.ServerName is not null)
        {
            // The node's own handshake inside is what proves the peer; TLS is there because browsers' servers ask for it.
            SslStream tls = new(stream);
            SslClientAuthenticationOptions authentication = new() { TargetHost = address.ServerName };
            await tls.AuthenticateAsClientAsync(authentication, cancellationToken).ConfigureAwait(false);
            stream = tls;
        }

        byte[] nonce = new byte[WebSocketHandshake.NonceLength];
        entropy.Fill(nonce);
        return await WebSocketUpgrade.DialAsync(stream, address.Host, nonce, cancellationToken).ConfigureAwait(false);
    }
}
