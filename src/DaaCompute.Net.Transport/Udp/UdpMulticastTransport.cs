using System.Collections.Immutable;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace DaaCompute.Net.Transport.Udp;

/// <summary>Multicast DNS's groups over UDP, on every interface that is up.</summary>
internal sealed class UdpMulticastTransport : IMulticastTransport
{
    public string Name => "udp";

    public ImmutableArray<string> FindLinks() => [.. Interfaces().Select(known => known.Name)];

    public IMulticastLink Join(string link)
    {
        foreach ((string name, NetworkInterface card, IPAddress address) in Interfaces())
        {
            if (name == link)
            {
                return UdpMulticastLink.Join(name, card, address);
            }
        }

        throw new TransportException($"The link {link} is gone.");
    }

    /// <summary>
    /// One link for each IPv4 address, by which its packets leave, and one for IPv6. Loopback takes part over IPv4: two
    /// nodes of one machine find each other without any network. Point-to-point links have nobody else on them.
    /// </summary>
    private static IEnumerable<(string Name, NetworkInterface Card, IPAddress Address)> Interfaces()
    {
        foreach (NetworkInterface card in Cards())
        {
            IPAddress[] addresses = [.. card.GetIPProperties().UnicastAddresses.Select(unicast => unicast.Address)];
            foreach (IPAddress address in addresses.Where(ip => ip.AddressFamily == AddressFamily.InterNetwork))
            {
                yield return ($"{card.Name}/{address}", card, address);
            }

            bool isLoopback = card.NetworkInterfaceType == NetworkInterfaceType.Loopback;
            if (!isLoopback && addresses.FirstOrDefault(ip => ip.AddressFamily == AddressFamily.InterNetworkV6) is IPAddress six)
            {
                yield return ($"{card.Name}/ip6", card, six);
            }
        }
    }

    private static NetworkInterface[] Cards()
    {
        try
        {
            return NetworkInterface.GetAllNetworkInterfaces()
                .Where(card => card.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
                .Where(card => card.NetworkInterfaceType is not NetworkInterfaceType.Ppp and not NetworkInterfaceType.Tunnel)
                .Where(card => card.SupportsMulticast || card.NetworkInterfaceType == NetworkInterfaceType.Loopback)
                .OrderBy(card => card.Name, StringComparer.Ordinal)
                .ToArray();
        }
        catch (NetworkInformationException exception)
        {
            throw new TransportException("The machine's interfaces cannot be listed.", exception);
        }
    }
}
