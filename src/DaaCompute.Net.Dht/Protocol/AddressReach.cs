using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace DaaCompute.Net.Dht.Protocol;

/// <summary>Which addresses are worth telling others of.</summary>
internal static class AddressReach
{
    /// <summary>Twice what a peer with both IP families and four transports has; more only fills others' memory.</summary>
    public const int MaxAddresses = 16;

    /// <summary>The first addresses that are worth it, their order kept.</summary>
    public static ImmutableArray<Multiaddress> Select(ImmutableArray<Multiaddress> addresses, bool allowPrivate)
    {
        bool all = addresses.Length <= MaxAddresses;
        for (int index = 0; all && !allowPrivate && index < addresses.Length; index++)
        {
            all = !IsPrivate(addresses[index]);
        }

        return all
            ? addresses
            : [.. addresses.Where(address => allowPrivate || !IsPrivate(address)).Take(MaxAddresses)];
    }

    /// <summary>Whether only this machine or site can dial an address (RFC 1918, 3927, 4193, 4291, 6598; memory, unix).</summary>
    public static bool IsPrivate(Multiaddress address)
    {
        MultiaddressComponent first = address.Components[0];
        return first.Protocol.Name switch
        {
            "memory" or "unix" => true,
            "ip4" or "ip6" => IsPrivate(IPAddress.Parse(first.Value!)),
            "dns" or "dns4" or "dns6" or "dnsaddr" =>
                first.Value == "localhost" || first.Value!.EndsWith(".localhost", StringComparison.Ordinal)
                || first.Value.EndsWith(".local", StringComparison.Ordinal),
            _ => false,
        };
    }

    private static bool IsPrivate(IPAddress address)
    {
        IPAddress ip = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (IPAddress.IsLoopback(ip) || ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any))
        {
            return true;
        }

        if (ip.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return ip.IsIPv6LinkLocal || ip.IsIPv6UniqueLocal || ip.IsIPv6Multicast;
        }

        Span<byte> bytes = stackalloc byte[4];
        ip.TryWriteBytes(bytes, out _);
        return bytes[0] is 0 or 10 or >= 224
            || (bytes[0] == 100 && bytes[1] is >= 64 and < 128)
            || (bytes[0] == 172 && bytes[1] is >= 16 and < 32)
            || (bytes[0] == 192 && bytes[1] == 168)
            || (bytes[0] == 169 && bytes[1] == 254);
    }
}
