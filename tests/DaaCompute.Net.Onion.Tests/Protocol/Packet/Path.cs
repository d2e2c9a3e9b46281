using DaaCompute.Net.Onion.Protocol.Packet;
using DaaCompute.Net.Onion.Wire;

namespace DaaCompute.Net.Onion.Tests.Protocol.Packet;

/// <summary>Hops with their keys, the recipient last.</summary>
internal sealed class Path : IDisposable
{
    public const long Epoch = 7;

    public Path(CryptoOnly crypto, int hops)
    {
        Keys =
        [
            .. Enumerable.Range(0, hops).Select(_ => EpochKey.Generate(
                Epoch, crypto.Primitives.Kem, crypto.Hash, replayCapacity: 1 << 20)),
        ];
        Hops =
        [
            .. Keys.Select((key, index) => new OnionHop(
                PeerDigest(index),
                crypto.Primitives.Kem.ImportEncapsulationKey(key.Encoded.Span),
                key.Digest,
                TimeSpan.FromMilliseconds(100 * (index + 1)))),
        ];
    }

    public EpochKey[] Keys { get; }

    public OnionHop[] Hops { get; }

    public static byte[] Cell(int seed = 1)
    {
        byte[] cell = new byte[OnionLayout.CellSize];
        new Random(seed).NextBytes(cell);
        return cell;
    }

    public static ContentDigest PeerDigest(int index)
    {
        byte[] digest = new byte[32];
        digest[0] = (byte)(index + 1);
        digest[31] = 0xAA;
        return new ContentDigest(digest);
    }

    public byte[] Build(CryptoOnly crypto, byte[] cell)
    {
        byte[] packet = new byte[OnionLayout.PacketSize];
        OnionPacket.Build(crypto.Primitives, (byte)Epoch, Hops, cell, packet);
        return packet;
    }

    public void Dispose()
    {
        foreach (EpochKey key in Keys)
        {
            key.Dispose();
        }

        foreach (OnionHop hop in Hops)
        {
            hop.Key.Dispose();
        }
    }
}
