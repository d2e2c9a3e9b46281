using System.Buffers.Binary;

namespace DaaCompute.Net.Training.Fakes;

/// <summary>Peers whose ids sort as their numbers do not: by the hash of a made-up key.</summary>
internal static class TestPeers
{
    public static PeerPublicKey Key(int number)
    {
        byte[] data = new byte[32];
        BinaryPrimitives.WriteInt32BigEndian(data, number);
        return new PeerPublicKey(PeerKeyType.Ed25519, data);
    }

    public static PeerId Id(int number) => Key(number).PeerId;
}
