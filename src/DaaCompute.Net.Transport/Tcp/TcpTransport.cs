using System.Net;
using System.Net.Sockets;

namespace DaaCompute.Net.Transport.Tcp;

/// <summary>TCP over IPv4 and IPv6: <c>/ip4|ip6|dns|dns4|dns6/…/tcp/…</c>.</summary>
internal sealed class TcpTransport : ITransport
{
    /// <summary>What the system queues before a connection is accepted: Kestrel's default.</summary>
    private const int Backlog = 512;

    /// <summary>More addresses of one name than this are not tried: a name must not become a port scanner.</summary>
    private const int MaxResolvedAddresses = 8;

    public string Name => "tcp";

    public bool CanHandle(Multiaddress address) =>
        address.Components is [{ Protocol.Name: "ip4" or "ip6" or "dns" or "dns4" or "dns6" }, { Protocol.Name: "tcp" }]
            or [{ Protocol.Name: "ip4" or "ip6" or "dns" or "dns4" or "dns6" }, { Protocol.Name: "tcp" }, { Protocol.Name: "p2p" }];

    public ValueTask<ITransportListener> ListenAsync(Multiaddress address, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!CanHandle(address) || address.ToIPEndPoint() is not IPEndPoint endPoint)
        {
            throw new TransportException($"TCP cannot listen on {address}: an address such as /ip4/127.0.0.1/tcp/0 is needed.");
        }

        Socket socket = new(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                // A multiaddr means what it says: /ip6/:: beside /ip4/0.0.0.0 on one port is the usual pair of libp2p.
                socket.DualMode = false;
            }

            // The runtime sets SO_REUSEADDR itself where that only skips TIME_WAIT; more would let two nodes share a port.
            socket.Bind(endPoint);
            socket.Listen(Backlog);
            return ValueTask.FromResult<ITransportListener>(new TcpTransportListener(socket));
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new TransportException($"Cannot listen on {address}: {exception.Message}.", exception);
        }
    }

    public async ValueTask<ITransportConnection> DialAsync(Multiaddress address, CancellationToken cancellationToken)
    {
        IPEndPoint[] endPoints = await ResolveAsync(address, cancellationToken).ConfigureAwait(false);
        SocketException? failure = null;
        foreach (IPEndPoint endPoint in endPoints)
        {
            Socket socket = new(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
                return new TcpTransportConnection(socket);
            }
            catch (SocketException exception)
            {
                socket.Dispose();
                failure = exception;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw new TransportException($"Cannot reach {address}: {failure?.Message ?? "the name has no address"}.", failure);
    }

    private async ValueTask<IPEndPoint[]> ResolveAsync(Multiaddress address, CancellationToken cancellationToken)
    {
        if (!CanHandle(address))
        {
            throw new TransportException($"TCP cannot dial {address}.");
        }

        if (address.ToIPEndPoint() is IPEndPoint endPoint)
        {
            return [endPoint];
        }

        AddressFamily family = address.Components[0].Protocol.Name switch
        {
            "dns4" => AddressFamily.InterNetwork,
            "dns6" => AddressFamily.InterNetworkV6,
            _ => AddressFamily.Unspecified,
        };
        int port = int.Parse(address.ValueOf("tcp")!, System.Globalization.CultureInfo.InvariantCulture);
        try
        {
            IPAddress[] found = await Dns
                .GetHostAddressesAsync(address.Components[0].Value!, family, cancellationToken)
                .ConfigureAwait(false);
            return [.. found.Take(MaxResolvedAddresses).Select(ip => new IPEndPoint(ip, port))];
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            throw new TransportException($"Cannot resolve {address}: {exception.Message}.", exception);
        }
    }
}
