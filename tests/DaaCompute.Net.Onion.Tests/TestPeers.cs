using System.Buffers.Binary;

namespace DaaCompute.Net.Onion.Tests;

/// <summary>Peer ids by number.</summary>
internal static class TestPeers
{
    public static PeerId Peer(int number)
    {
        byte[] key = new byte[64];
        BinaryPrimitives.WriteInt32LittleEndian(key, number);
        return PeerId.FromEncodedPublicKey(key);
    }
}
