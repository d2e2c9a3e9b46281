using System.Collections.Immutable;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>This node, as it tells others of itself.</summary>
internal sealed class LocalPeer(NetworkContext context, ProtocolRouter router)
{
    /// <summary>A machine with many interfaces must not fill its identify message with them.</summary>
    private const int MaxAddresses = 16;

    private ImmutableArray<Multiaddress> _addresses = [];

    public PeerInfo Info => new(context.Identity.PeerId, _addresses)
    {
        Role = context.Options.Role,
        Capabilities = context.Options.Capabilities,
        Protocols = router.Protocols,
        AgentVersion = context.Options.AgentVersion,
    };

    /// <summary>Sets the addresses: those announced by the options first, then those listened on.</summary>
    public void ListensOn(IEnumerable<Multiaddress> listening) => _addresses =
    [
        .. context.Options.AnnounceAddresses
            .Select(Multiaddress.Parse)
            .Concat(listening.SelectMany(Expand))
            .Distinct()
            .Take(MaxAddresses),
    ];

    /// <summary>Nobody can dial 0.0.0.0 or ::; they stand for every address of the machine.</summary>
    private static IEnumerable<Multiaddress> Expand(Multiaddress address)
    {
        IPAddress? unspecified = address.ToIPEndPoint()?.Address;
        if (unspecified is null || !(unspecified.Equals(IPAddress.Any) || unspecified.Equals(IPAddress.IPv6Any)))
        {
            return [address];
        }

        string rest = string.Concat(address.Components.Skip(1).Select(component => $"/{component.Protocol.Name}/{component.Value}"));
        return InterfaceAddresses(unspecified.AddressFamily)
            .Select(ip => Multiaddress.Parse($"/{address.Components[0].Protocol.Name}/{ip}{rest}"));
    }

    private static IEnumerable<IPAddress> InterfaceAddresses(AddressFamily family) =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(card => card.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
            .SelectMany(card => card.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(ip => ip.AddressFamily == family && !ip.IsIPv6LinkLocal)
            .OrderBy(IPAddress.IsLoopback);
}
