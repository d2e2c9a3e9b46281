using System.Buffers.Binary;
using System.Security.Cryptography;

namespace DaaCompute.Net.Dht.Tests.Fakes;

/// <summary>Peers by number: ids like those of real keys, addresses of their own networks.</summary>
internal static class TestPeers
{
    public static PeerId Id(int number)
    {
        byte[] seed = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(seed, number);
        Assert.True(PeerId.TryFromBytes([0x12, 0x20, .. SHA256.HashData(seed)], out PeerId? id));
        return id;
    }

    public static Multiaddress Address(int number) =>
        Multiaddress.Parse($"/ip4/{20 + (number >> 8 & 0x7F)}.{number & 0xFF}.{number >> 15}.1/tcp/4001");
}
