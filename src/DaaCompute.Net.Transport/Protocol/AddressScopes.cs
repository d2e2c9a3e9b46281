using System.Net;
using System.Net.Sockets;

namespace DaaCompute.Net.Transport.Protocol;

/// <summary>Sorts addresses by how far they reach.</summary>
internal static class AddressScopes
{
    public static AddressScope ScopeOf(Multiaddress address)
    {
        if (address.Has("p2p-circuit"))
        {
            return AddressScope.Relayed;
        }

        string first = address.Components[0].Protocol.Name;
        return first is "memory" or "unix" ? AddressScope.Loopback
            : first is "ip4" or "ip6" ? ScopeOf(IPAddress.Parse(address.Components[0].Value!))
            : AddressScope.Public;
    }

    public static AddressScope ScopeOf(IPAddress address)
    {
        if (IPAddress.IsLoopback(address))
        {
            return AddressScope.Loopback;
        }

        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal ? AddressScope.Private : AddressScope.Public;
        }

        Span<byte> bytes = stackalloc byte[4];
        address.TryWriteBytes(bytes, out _);
        bool isPrivate = bytes[0] == 10
            || (bytes[0] == 172 && bytes[1] is >= 16 and < 32)
            || (bytes[0] == 192 && bytes[1] == 168)
            || (bytes[0] == 169 && bytes[1] == 254);
        return isPrivate ? AddressScope.Private : AddressScope.Public;
    }
}
