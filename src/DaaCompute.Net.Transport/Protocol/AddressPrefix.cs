using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace DaaCompute.Net.Transport.Protocol;

/// <summary>The part of an IP address that limits go by: who holds one address of it holds them all.</summary>
/// <param name="Bits">The prefix, left-aligned, the rest zero.</param>
/// <param name="Length">Its length in bits; IPv4 addresses have 32.</param>
internal readonly record struct AddressPrefix(UInt128 Bits, int Length)
{
    /// <summary>One IPv4 address, or the /56 that an IPv6 customer is usually given.</summary>
    public static AddressPrefix Host(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork ? Of(address, 32) : Of(address, 56);

    /// <summary>The IPv6 /48 that a site is given; null for IPv4.</summary>
    public static AddressPrefix? Network(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork ? null : Of(address, 48);

    private static AddressPrefix Of(IPAddress address, int length)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        address.TryWriteBytes(bytes, out _);
        UInt128 mask = UInt128.MaxValue << (128 - length);
        return new AddressPrefix(BinaryPrimitives.ReadUInt128BigEndian(bytes) & mask, length);
    }
}
