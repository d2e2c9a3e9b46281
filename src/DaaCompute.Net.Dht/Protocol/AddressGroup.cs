using System.Net;
using System.Net.Sockets;

namespace DaaCompute.Net.Dht.Protocol;

/// <summary>Addresses that one owner can have many of at no cost: an IPv4 /16 or an IPv6 /32.</summary>
/// <remarks>
/// go-libp2p-kbucket's peer diversity filter groups IPv4 by /16 and IPv6 by autonomous system. Without a table of those,
/// /32 stands in: the least that a regional registry gives a network operator.
/// </remarks>
internal readonly record struct AddressGroup(ulong Value)
{
    private const ulong IPv4 = 1UL << 32;
    private const ulong IPv6 = 2UL << 32;

    /// <summary>An address that is no IP address, or of this machine or site, where many peers share one network.</summary>
    public static AddressGroup None => default;

    public bool IsNone => Value == 0;

    public static AddressGroup Of(Multiaddress address)
    {
        string protocol = address.Components[0].Protocol.Name;
        if (protocol is not ("ip4" or "ip6") || AddressReach.IsPrivate(address))
        {
            return None;
        }

        Span<byte> bytes = stackalloc byte[16];
        IPAddress ip = IPAddress.Parse(address.Components[0].Value!);
        ip = ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip;
        ip.TryWriteBytes(bytes, out _);
        return ip.AddressFamily == AddressFamily.InterNetwork
            ? new AddressGroup(IPv4 | (uint)((bytes[0] << 8) | bytes[1]))
            : new AddressGroup(
                IPv6 | ((uint)bytes[0] << 24) | ((uint)bytes[1] << 16) | ((uint)bytes[2] << 8) | bytes[3]);
    }
}
