using System.Collections.Immutable;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using DaaCompute.Net.Transport.Protocol;

namespace DaaCompute.Net.Transport.Udp;

/// <summary>A UDP socket that multicast DNS's group was joined with on one interface.</summary>
internal sealed class UdpMulticastLink : IMulticastLink
{
    /// <summary>The port of multicast DNS (RFC 6762 section 3), shared with other resolvers of the machine.</summary>
    private const int Port = 5353;

    /// <summary>What does not come from the link itself is told by a lower hop count than this (RFC 6762 section 11).</summary>
    private const int HopLimit = 255;

    private static readonly IPAddress GroupV4 = IPAddress.Parse("224.0.0.251");
    private static readonly IPAddress GroupV6 = IPAddress.Parse("ff02::fb");

    private readonly Socket _socket;
    private readonly int _index;
    private readonly IPEndPoint _group;
    private readonly ImmutableArray<IPAddress> _own;
    private readonly ImmutableArray<IPNetwork> _networks;

    private UdpMulticastLink(string name, Socket socket, int index, IPEndPoint group, NetworkInterface card)
    {
        Name = name;
        _socket = socket;
        _index = index;
        _group = group;
        UnicastIPAddressInformation[] unicasts = [.. card.GetIPProperties().UnicastAddresses];
        _own = [.. unicasts.Select(unicast => Unscoped(unicast.Address))];
        _networks = [.. unicasts.Select(unicast => NetworkOf(Unscoped(unicast.Address), unicast.PrefixLength))];
    }

    public string Name { get; }

    /// <summary>Joins the group on an interface.</summary>
    /// <exception cref="TransportException">The system refuses.</exception>
    public static UdpMulticastLink Join(string name, NetworkInterface card, IPAddress address)
    {
        Socket socket = new(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            // Other resolvers of this machine, and other nodes, listen on the port as well.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            (int index, IPEndPoint group) = address.AddressFamily == AddressFamily.InterNetwork
                ? JoinV4(socket, card, address)
                : JoinV6(socket, card);
            return new UdpMulticastLink(name, socket, index, group, card);
        }
        catch (Exception exception) when (exception is SocketException or NetworkInformationException)
        {
            socket.Dispose();
            throw new TransportException($"Multicast DNS cannot join {name}: {exception.Message}", exception);
        }
    }

    public bool Reaches(Multiaddress address) =>
        !address.Has("p2p-circuit")
        && address.Components[0].Protocol.Name is "ip4" or "ip6"
        && IPAddress.Parse(address.Components[0].Value!) is IPAddress ip
        && !ip.IsIPv6LinkLocal // It means nothing without its interface, which a multiaddr here does not carry.
        && _networks.Any(network => network.Contains(ip));

    public async ValueTask<MulticastDatagram> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                SocketReceiveMessageFromResult received = await _socket
                    .ReceiveMessageFromAsync(buffer, SocketFlags.None, _group, cancellationToken)
                    .ConfigureAwait(false);

                // A socket is given what comes for the group on any interface that somebody joined it on.
                if (received.PacketInformation.Interface == _index && received.RemoteEndPoint is IPEndPoint source)
                {
                    IPAddress sender = Unscoped(source.Address);
                    bool isOwn = IPAddress.IsLoopback(sender) || _own.Contains(sender);
                    return new MulticastDatagram(received.ReceivedBytes, source, isOwn || IsOnLink(sender), isOwn);
                }
            }
            catch (SocketException exception)
                when (exception.SocketErrorCode is SocketError.MessageSize or SocketError.ConnectionReset)
            {
                // Longer than any message of the protocol, or nobody took what was sent to one receiver.
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                throw new TransportException($"Multicast DNS lost {Name}: {exception.Message}", exception);
            }
        }
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken) =>
        SendAsync(datagram, _group, cancellationToken);

    public async ValueTask SendAsync(
        ReadOnlyMemory<byte> datagram, IPEndPoint destination, CancellationToken cancellationToken)
    {
        try
        {
            await _socket.SendToAsync(datagram, SocketFlags.None, destination, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            throw new TransportException($"Multicast DNS cannot send on {Name}: {exception.Message}", exception);
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private static (int Index, IPEndPoint Group) JoinV4(Socket socket, NetworkInterface card, IPAddress address)
    {
        int index = card.GetIPProperties().GetIPv4Properties().Index;
        socket.Bind(new IPEndPoint(IPAddress.Any, Port));
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.PacketInformation, true);
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, HopLimit);
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastLoopback, true);
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface, address.GetAddressBytes());
        socket.SetSocketOption(
            SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(GroupV4, address));
        return (index, new IPEndPoint(GroupV4, Port));
    }

    private static (int Index, IPEndPoint Group) JoinV6(Socket socket, NetworkInterface card)
    {
        int index = card.GetIPProperties().GetIPv6Properties().Index;
        socket.DualMode = false;
        socket.Bind(new IPEndPoint(IPAddress.IPv6Any, Port));
        socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.PacketInformation, true);
        socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastTimeToLive, HopLimit);
        socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastLoopback, true);
        socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastInterface, index);
        socket.SetSocketOption(
            SocketOptionLevel.IPv6, SocketOptionName.AddMembership, new IPv6MulticastOption(GroupV6, index));
        return (index, new IPEndPoint(new IPAddress(GroupV6.GetAddressBytes(), index), Port));
    }

    private bool IsOnLink(IPAddress sender) =>
        sender.IsIPv6LinkLocal || _networks.Any(network => network.Contains(sender));

    private static IPAddress Unscoped(IPAddress address) => new(address.GetAddressBytes());

    /// <summary>An IPNetwork is refused when bits beyond its prefix are set.</summary>
    private static IPNetwork NetworkOf(IPAddress address, int prefixLength)
    {
        byte[] bytes = address.GetAddressBytes();
        for (int bit = prefixLength; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPNetwork(new IPAddress(bytes), prefixLength);
    }
}
