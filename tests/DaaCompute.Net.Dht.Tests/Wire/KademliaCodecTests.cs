using System.Buffers;
using System.Collections.Immutable;
using DaaCompute.Net.Dht.Tests.Fakes;
using DaaCompute.Net.Dht.Wire;
using FsCheck.Xunit;

namespace DaaCompute.Net.Dht.Tests.Wire;

public sealed class KademliaCodecTests
{
    [Property]
    public void ThereAndBack_AnyMessage_IsTheSame(byte type, byte[] key, byte[]? value, byte closer, byte providers)
    {
        KademliaMessage message = new((KademliaMessageType)(type % 6))
        {
            Key = key.Take(KademliaCodec.MaxKeyLength).ToArray(),
            Record = value is null ? null : new KademliaRecord(key.Take(16).ToArray(), value, "2026-01-02T03:04:05Z"),
            CloserPeers = Peers(closer % 30),
            ProviderPeers = Peers(providers % 30),
        };

        byte[] encoded = Encode(message);

        Assert.True(KademliaCodec.TryRead(encoded, out KademliaMessage? read));
        Assert.Equal(message.Type, read.Type);
        Assert.Equal(message.Key.ToArray(), read.Key.ToArray());
        Assert.Equal(message.Record?.Value.ToArray(), read.Record?.Value.ToArray());
        Assert.Equal(message.Record?.TimeReceived, read.Record?.TimeReceived);
        Assert.Equal(Flat(message.CloserPeers), Flat(read.CloserPeers));
        Assert.Equal(Flat(message.ProviderPeers), Flat(read.ProviderPeers));
        Assert.Equal(encoded, Encode(read));
    }

    [Property(MaxTest = 2000)]
    public void TryRead_AnyBytes_NeverThrows(byte[] bytes)
    {
        bool isMessage = KademliaCodec.TryRead(bytes, out KademliaMessage? message);

        Assert.Equal(isMessage, message is not null);
    }

    [Property(MaxTest = 2000)]
    public void TryRead_ChangedMessage_NeverThrows(ushort at, byte to)
    {
        byte[] encoded = Encode(new KademliaMessage(KademliaMessageType.GetProviders)
        {
            Key = TestPeers.Id(1).Bytes,
            Record = new KademliaRecord(new byte[4], new byte[40], "2026-01-02T03:04:05Z"),
            CloserPeers = Peers(3),
            ProviderPeers = Peers(2),
        });
        encoded[at % encoded.Length] = to;

        _ = KademliaCodec.TryRead(encoded, out _);
        _ = KademliaCodec.TryRead(encoded.AsSpan(0, at % encoded.Length), out _);
    }

    /// <summary>The bytes that js-libp2p's kad-dht 16.4.5 writes for the same request.</summary>
    [Fact]
    public void Write_FindNode_AgreesWithTheForeignCodec() =>
        Assert.Equal(
            "080412036B6579",
            Convert.ToHexString(Encode(new KademliaMessage(KademliaMessageType.FindNode) { Key = "key"u8.ToArray() })));

    [Fact]
    public void Write_PutValue_LeavesTheTypeOutForItIsZero() =>
        Assert.Equal(
            "12016B1A060A016B120176",
            Convert.ToHexString(Encode(new KademliaMessage(KademliaMessageType.PutValue)
            {
                Key = "k"u8.ToArray(),
                Record = new KademliaRecord("k"u8.ToArray(), "v"u8.ToArray()),
            })));

    [Fact]
    public void TryRead_ForeignPeersAndFields_AreSkippedNotRefused()
    {
        // Field 10 is a cluster level; the first peer's id is of no kind that is known, the second's first address neither.
        KademliaPeer known = new(TestPeers.Id(1), [TestPeers.Address(1)]);
        ArrayBufferWriter<byte> peer = new();
        KademliaCodec.Write(known, peer);
        byte[] strange = [.. peer.WrittenSpan, 0x12, 2, 0xFF, 0x7F];
        byte[] message = [0x08, 4, 0x50, 3, 0x42, 4, 0x0A, 2, 1, 2, 0x42, (byte)strange.Length, .. strange];

        Assert.True(KademliaCodec.TryRead(message, out KademliaMessage? read));
        Assert.Equal(Flat([known]), Flat(read.CloserPeers));
    }

    [Fact]
    public void TryRead_AddressesThatEndInAPeer_AreThePeersOwnOrNone()
    {
        KademliaPeer told = new(
            TestPeers.Id(1),
            [TestPeers.Address(1).WithPeer(TestPeers.Id(1)), TestPeers.Address(1), TestPeers.Address(2).WithPeer(TestPeers.Id(2))]);
        ArrayBufferWriter<byte> encoded = new();
        KademliaCodec.Write(told, encoded);

        Assert.True(KademliaCodec.TryReadPeer(encoded.WrittenSpan, out KademliaPeer? read));
        Assert.Equal([TestPeers.Address(1)], read!.Addresses.AsEnumerable());
    }

    [Fact]
    public void TryRead_MorePeersThanAllowed_TakesTheFirst()
    {
        byte[] encoded = Encode(new KademliaMessage(KademliaMessageType.FindNode) { CloserPeers = Peers(300) });

        Assert.True(KademliaCodec.TryRead(encoded, out KademliaMessage? read));
        Assert.Equal(KademliaCodec.MaxPeers, read.CloserPeers.Length);
    }

    [Fact]
    public void TryRead_UnknownTypeOrLongKey_IsRefused()
    {
        Assert.False(KademliaCodec.TryRead([0x08, 6], out _));
        Assert.False(KademliaCodec.TryRead([0x12, 0x81, 2, .. new byte[257]], out _));
    }

    private static byte[] Encode(KademliaMessage message)
    {
        ArrayBufferWriter<byte> output = new();
        KademliaCodec.Write(message, output);
        Assert.Equal(KademliaCodec.GetLength(message), output.WrittenCount);
        return output.WrittenSpan.ToArray();
    }

    private static ImmutableArray<KademliaPeer> Peers(int count) =>
    [
        .. Enumerable.Range(0, count).Select(number => new KademliaPeer(
            TestPeers.Id(number),
            [.. Enumerable.Range(0, number % 3).Select(TestPeers.Address)],
            (ConnectionKind)(number % 4))),
    ];

    private static IEnumerable<string> Flat(ImmutableArray<KademliaPeer> peers) =>
        peers.Select(peer => $"{peer.Id} {peer.Connection} {string.Join(' ', peer.Addresses)}");
}
