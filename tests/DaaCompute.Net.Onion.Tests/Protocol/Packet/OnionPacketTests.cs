using System.Numerics;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Onion.Protocol.Packet;
using DaaCompute.Net.Onion.Wire;

namespace DaaCompute.Net.Onion.Tests.Protocol.Packet;

public sealed class OnionPacketTests : IDisposable
{
    private readonly CryptoOnly _crypto = new();

    public void Dispose() => _crypto.Dispose();

    [Fact]
    public void Layout_AddsUp()
    {
        Assert.Equal(1152, OnionLayout.SlotSize);
        Assert.Equal(3504, OnionLayout.RoutingSize);
        Assert.Equal(4612, OnionLayout.HeaderSize);
        Assert.Equal(28_156, OnionLayout.PayloadSize);
        Assert.Equal(28_140, OnionLayout.CellSize);
        Assert.Equal(4676, OnionLayout.ReplyBlockSize);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Build_PeeledAtEachHop_ArrivesWhole_ThroughTheHopsInOrder(int hops)
    {
        using Path path = new(_crypto, hops);
        byte[] cell = Path.Cell();
        byte[] packet = path.Build(_crypto, cell);
        for (int hop = 0; hop < hops; hop++)
        {
            Assert.Equal(OnionLayout.PacketSize, packet.Length);
            PeelOutcome outcome = OnionPeeler.Peel(_crypto.Primitives, path.Keys[hop], packet, out HopCommand command);
            if (hop < hops - 1)
            {
                Assert.Equal(PeelOutcome.Forward, outcome);
                Assert.Equal(Path.PeerDigest(hop + 1), command.Target);
                Assert.Equal(TimeSpan.FromMilliseconds(100 * (hop + 1)), command.Delay);
            }
            else
            {
                Assert.Equal(PeelOutcome.Deliver, outcome);
            }
        }

        Assert.True(OnionPacket.TryReadPayload(packet.AsSpan(OnionLayout.HeaderSize), out ReadOnlySpan<byte> read));
        Assert.True(read.SequenceEqual(cell));
    }

    [Fact]
    public void Peel_AnyBitOfTheHeaderFlipped_IsRefused()
    {
        using Path path = new(_crypto, 4);
        byte[] packet = path.Build(_crypto, Path.Cell());
        byte[] changed = new byte[packet.Length];
        Dictionary<PeelOutcome, int> outcomes = [];
        for (int bit = 0; bit < OnionLayout.HeaderSize * 8; bit++)
        {
            packet.CopyTo(changed, 0);
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            PeelOutcome outcome = OnionPeeler.Peel(_crypto.Primitives, path.Keys[0], changed, out _);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        // Version and reserved bytes are looked at first; everything else the authenticator finds.
        Assert.Equal(3 * 8, outcomes[PeelOutcome.Malformed]);
        Assert.Equal((OnionLayout.HeaderSize - 3) * 8, outcomes[PeelOutcome.Forged]);
        Assert.Equal(0, path.Keys[0].Seen.Count);
    }

    [Fact]
    public void Peel_ABitOfThePayloadFlipped_ThePayloadBecomesNoise_AndTheRecipientRefusesIt()
    {
        using Path path = new(_crypto, 3);
        byte[] cell = Path.Cell();
        byte[] clean = new byte[OnionLayout.PayloadSize];
        OnionPacket.WritePayload(cell, clean);
        Random random = new(5);
        double least = 1;
        double most = 0;
        for (int round = 0; round < 200; round++)
        {
            byte[] packet = path.Build(_crypto, cell);
            int hopOfTheChange = random.Next(3);

            // The ends of both halves, then anywhere.
            int bit = round switch
            {
                0 => 0,
                1 => (32 * 8) - 1,
                2 => 32 * 8,
                3 => (OnionLayout.PayloadSize * 8) - 1,
                _ => random.Next(OnionLayout.PayloadSize * 8),
            };
            PeelOutcome outcome = default;
            for (int hop = 0; hop < 3; hop++)
            {
                if (hop == hopOfTheChange)
                {
                    packet[OnionLayout.HeaderSize + (bit / 8)] ^= (byte)(1 << (bit % 8));
                }

                outcome = OnionPeeler.Peel(_crypto.Primitives, path.Keys[hop], packet, out _);
            }

            Assert.Equal(PeelOutcome.Tampered, outcome);
            double share = DifferingBits(packet.AsSpan(OnionLayout.HeaderSize), clean) / (OnionLayout.PayloadSize * 8.0);
            least = Math.Min(least, share);
            most = Math.Max(most, share);
        }

        // 225,248 bits: the standard deviation of the share is 0.00105, and six of them are never seen by chance.
        Assert.InRange(least, 0.5 - 0.0064, 0.5);
        Assert.InRange(most, 0.5, 0.5 + 0.0064);
    }

    [Fact]
    public void Peel_SamePacketTwice_IsAReplay_EvenWithAnotherPayload()
    {
        using Path path = new(_crypto, 2);
        byte[] packet = path.Build(_crypto, Path.Cell());
        byte[] again = [.. packet];
        again[^1] ^= 1;
        Assert.Equal(PeelOutcome.Forward, OnionPeeler.Peel(_crypto.Primitives, path.Keys[0], packet, out _));
        Assert.Equal(PeelOutcome.Replayed, OnionPeeler.Peel(_crypto.Primitives, path.Keys[0], again, out _));
        Assert.Equal(1, path.Keys[0].Seen.Count);
    }

    [Fact]
    public void Peel_AfterARestart_OldPacketsCannotBeOpened()
    {
        using Path path = new(_crypto, 2);
        byte[] packet = path.Build(_crypto, Path.Cell());
        using EpochKey fresh = EpochKey.Generate(Path.Epoch, _crypto.Primitives.Kem, _crypto.Hash, 16);
        Assert.Equal(PeelOutcome.Forged, OnionPeeler.Peel(_crypto.Primitives, fresh, packet, out _));
    }

    [Fact]
    public void Peel_ReplayFilterFull_RefusesRatherThanForgets()
    {
        using Path path = new(_crypto, 2);
        EpochKey small = new(Path.Epoch, path.Keys[0].Key, path.Keys[0].Encoded, path.Keys[0].Digest, replayCapacity: 2);
        for (int count = 0; count < 4; count++)
        {
            PeelOutcome outcome = OnionPeeler.Peel(_crypto.Primitives, small, path.Build(_crypto, Path.Cell()), out _);
            Assert.Equal(count < 2 ? PeelOutcome.Forward : PeelOutcome.Replayed, outcome);
        }

        Assert.True(small.Seen.IsFull);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32_767)]
    [InlineData(32_769)]
    public void Peel_WrongSize_IsMalformed(int size)
    {
        using Path path = new(_crypto, 1);
        Assert.Equal(PeelOutcome.Malformed, OnionPeeler.Peel(_crypto.Primitives, path.Keys[0], new byte[size], out _));
    }

    [Fact]
    public void Packets_OfAnyLength_ShareNothingThatTellsThemApart()
    {
        // No block of 16 bytes occurs twice, within a packet or between hops and packets of paths of different lengths.
        HashSet<UInt128> seen = [];
        for (int hops = 2; hops <= 4; hops++)
        {
            using Path path = new(_crypto, hops);
            byte[] packet = path.Build(_crypto, new byte[OnionLayout.CellSize]);
            for (int hop = 0; hop < hops; hop++)
            {
                for (int offset = OnionLayout.PrefixSize; offset + 16 <= packet.Length; offset += 16)
                {
                    Assert.True(seen.Add(BitConverter.ToUInt128(packet, offset)), $"hops {hops}, hop {hop}, offset {offset}");
                }

                // What the last one opens is its own.
                OnionPeeler.Peel(_crypto.Primitives, path.Keys[hop], packet, out _);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void LastHop_OfAShortPath_FindsNoZerosWhereNoHopWas(int hops)
    {
        using Path path = new(_crypto, hops);
        byte[] packet = path.Build(_crypto, Path.Cell());
        for (int hop = 0; hop < hops - 1; hop++)
        {
            OnionPeeler.Peel(_crypto.Primitives, path.Keys[hop], packet, out _);
        }

        // The last hop's own view of the routing information, decrypted.
        byte[] secret = new byte[32];
        ReadOnlySpan<byte> ciphertext = packet.AsSpan(OnionLayout.PrefixSize, OnionLayout.CiphertextSize);
        path.Keys[hops - 1].Key.Decapsulate(ciphertext, secret);
        using HopKeys keys = HopKeys.Derive(_crypto.Primitives.Hash, secret, ciphertext, path.Keys[hops - 1].Digest);
        byte[] routing = packet.AsSpan(OnionLayout.RoutingOffset, OnionLayout.RoutingSize).ToArray();
        _crypto.Primitives.ApplyStream(keys.Stream, routing);
        int ones = DifferingBits(routing.AsSpan(OnionLayout.CommandSize), new byte[OnionLayout.RoutingSize - OnionLayout.CommandSize]);
        double expected = (OnionLayout.RoutingSize - OnionLayout.CommandSize) * 4;
        Assert.InRange(ones, expected - (6 * Math.Sqrt(expected / 2)), expected + (6 * Math.Sqrt(expected / 2)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void ReplyBlock_BringsAnAnswerBack_ThatOnlyItsMakerReads(int hops)
    {
        using Path path = new(_crypto, hops);
        byte[] block = new byte[OnionLayout.ReplyBlockSize];
        using ReplySecrets secrets = ReplyBlock.Create(_crypto.Primitives, (byte)Path.Epoch, path.Hops, block);
        Assert.True(ReplyBlock.IsWellFormed(block));
        Assert.Equal(Path.PeerDigest(0), ReplyBlock.FirstHop(block));

        byte[] cell = Path.Cell(2);
        byte[] packet = new byte[OnionLayout.PacketSize];
        ReplyBlock.Use(_crypto.Primitives, block, cell, packet);
        for (int hop = 0; hop < hops; hop++)
        {
            PeelOutcome outcome = OnionPeeler.Peel(_crypto.Primitives, path.Keys[hop], packet, out HopCommand command);
            Assert.Equal(hop < hops - 1 ? PeelOutcome.Forward : PeelOutcome.Reply, outcome);
            Assert.Equal(hop < hops - 1 ? Path.PeerDigest(hop + 1) : secrets.Id, command.Target);
        }

        byte[] payload = packet[OnionLayout.HeaderSize..];
        Assert.False(payload.AsSpan().IndexOf(cell.AsSpan(0, 64)) >= 0);
        Assert.True(secrets.TryRead(_crypto.Primitives, payload, out ReadOnlySpan<byte> read));
        Assert.True(read.SequenceEqual(cell));
    }

    [Fact]
    public void ReplyBlock_UsedTwice_StopsAtTheFirstHop()
    {
        using Path path = new(_crypto, 3);
        byte[] block = new byte[OnionLayout.ReplyBlockSize];
        using ReplySecrets secrets = ReplyBlock.Create(_crypto.Primitives, (byte)Path.Epoch, path.Hops, block);
        byte[] packet = new byte[OnionLayout.PacketSize];
        ReplyBlock.Use(_crypto.Primitives, block, Path.Cell(1), packet);
        Assert.Equal(PeelOutcome.Forward, OnionPeeler.Peel(_crypto.Primitives, path.Keys[0], packet, out _));
        ReplyBlock.Use(_crypto.Primitives, block, Path.Cell(2), packet);
        Assert.Equal(PeelOutcome.Replayed, OnionPeeler.Peel(_crypto.Primitives, path.Keys[0], packet, out _));
    }

    [Fact]
    public void ReplyBlock_AnswerChangedOnTheWay_IsRefused()
    {
        using Path path = new(_crypto, 2);
        byte[] block = new byte[OnionLayout.ReplyBlockSize];
        using ReplySecrets secrets = ReplyBlock.Create(_crypto.Primitives, (byte)Path.Epoch, path.Hops, block);
        byte[] packet = new byte[OnionLayout.PacketSize];
        ReplyBlock.Use(_crypto.Primitives, block, Path.Cell(1), packet);
        OnionPeeler.Peel(_crypto.Primitives, path.Keys[0], packet, out _);
        packet[^1] ^= 0x80;
        Assert.Equal(PeelOutcome.Reply, OnionPeeler.Peel(_crypto.Primitives, path.Keys[1], packet, out _));
        Assert.False(secrets.TryRead(_crypto.Primitives, packet.AsSpan(OnionLayout.HeaderSize), out _));
    }

    [Fact]
    public void Primitives_AnotherCipher_IsRefusedByName()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new OnionPrimitives(
            _crypto.Primitives.Kem, new OtherCipher(), _crypto.Primitives.Hash, _crypto.Primitives.Entropy));
        Assert.Contains("AESGCM", exception.Message, StringComparison.Ordinal);
    }

    private static int DifferingBits(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        int bits = 0;
        for (int index = 0; index < left.Length; index++)
        {
            bits += BitOperations.PopCount((uint)(left[index] ^ right[index]));
        }

        return bits;
    }

    private sealed class OtherCipher : IAuthenticatedCipher
    {
        public string Name => "AESGCM";

        public string Provider => "none";

        public IAuthenticatedCipherKey ImportKey(ReadOnlySpan<byte> key) => throw new InvalidOperationException();
    }
}
