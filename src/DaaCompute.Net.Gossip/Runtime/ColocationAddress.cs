using System.Buffers.Binary;
using System.Net;

namespace DaaCompute.Net.Gossip.Runtime;

/// <summary>What of a peer's address counts when peers share one (P6): an IPv4 address, or an IPv6 /64.</summary>
internal static class ColocationAddress
{
    // A /64 leaves the lower 64 bits free: IPv4 addresses have their place there, told apart by this bit.
    private static readonly UInt128 Version4 = UInt128.One << 32;

    /// <summary>Null for loopback and for addresses that are not of the Internet Protocol.</summary>
    public static UInt128? Of(Multiaddress address)
    {
        MultiaddressComponent first = address.Components[0];
        if (first.Protocol.Name is not ("ip4" or "ip6"))
        {
            return null;
        }

        IPAddress ip = IPAddress.Parse(first.Value!);
        if (IPAddress.IsLoopback(ip))
        {
            return null;
        }

        byte[] octets = ip.GetAddressBytes();
        return octets.Length == sizeof(uint)
            ? Version4 | BinaryPrimitives.ReadUInt32BigEndian(octets)
            : (UInt128)BinaryPrimitives.ReadUInt64BigEndian(octets) << 64;
    }
}
