using System.Buffers.Binary;
using System.Security.Cryptography;
using DaaCompute.Net.Dht.Protocol;

namespace DaaCompute.Net.Benchmarks.Dht;

/// <summary>Peers by number, and tables of them.</summary>
internal static class DhtPeers
{
    public static PeerId Id(int number)
    {
        byte[] seed = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(seed, number);
        return PeerId.TryFromBytes([0x12, 0x20, .. SHA256.HashData(seed)], out PeerId? id)
            ? id
            : throw new InvalidOperationException("A SHA-256 multihash is a peer id.");
    }

    public static Multiaddress Address(int number) =>
        Multiaddress.Parse($"/ip4/20.{number >> 8 & 0xFF}.{number & 0xFF}.1/tcp/4001");

    /// <summary>The table of a node that has met every other one.</summary>
    public static RoutingTable Table(int self, int nodes)
    {
        RoutingTable table = new(Id(self), new RoutingTableLimits());
        for (int number = 0; number < nodes; number++)
        {
            table.Add(Id(number), [Address(number)], AddressGroup.None, DateTimeOffset.UnixEpoch);
        }

        return table;
    }
}
