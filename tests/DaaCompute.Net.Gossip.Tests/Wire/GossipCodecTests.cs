using System.Buffers;
using DaaCompute.Net.Gossip.Wire;
using DaaCompute.Net.Wire;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace DaaCompute.Net.Gossip.Tests.Wire;

public sealed class GossipCodecTests
{
    [Property(MaxTest = 300)]
    public Property Rpc_EncodedAndDecoded_IsTheSame() => Prop.ForAll(RpcGenerator.Rpcs.ToArbitrary(), rpc =>
    {
        ReadOnlyMemory<byte> body = BodyOf(GossipEncoder.Frame(rpc));
        Assert.True(GossipDecoder.TryDecode(body, out GossipRpc? read));
        Assert.Equal(rpc.Subscriptions.AsEnumerable(), read.Subscriptions);
        Assert.Equal(rpc.Graft.AsEnumerable(), read.Graft);
        Assert.Equal(rpc.IWant.AsEnumerable(), read.IWant);
        Assert.Equal(rpc.IDontWant.AsEnumerable(), read.IDontWant);
        Assert.Equal(rpc.IHave.Select(have => have.Topic), read.IHave.Select(have => have.Topic));
        Assert.Equal(rpc.IHave.SelectMany(have => have.Ids), read.IHave.SelectMany(have => have.Ids));
        Assert.Equal(rpc.Prune.Select(prune => (prune.Topic, prune.Backoff)), read.Prune.Select(prune => (prune.Topic, prune.Backoff)));
        Assert.Equal(
            rpc.Prune.SelectMany(prune => prune.Peers).Select(peer => (peer.Peer, Hex(peer.SignedRecord))),
            read.Prune.SelectMany(prune => prune.Peers).Select(peer => (peer.Peer, Hex(peer.SignedRecord))));
        Assert.Equal(rpc.Messages.Select(Text), read.Messages.Select(Text));

        // The encoding is the only one: what was read is written the same.
        Assert.True(GossipEncoder.Frame(read).Span.SequenceEqual(GossipEncoder.Frame(rpc).Span));
    });

    [Property(MaxTest = 100)]
    public Property Detach_AnyMessage_KeepsWhatIsThereAndWhatIsMissing() => Prop.ForAll(
        RpcGenerator.Rpcs.ToArbitrary(),
        rpc => Assert.Equal(rpc.Messages.Select(Text), rpc.Messages.Select(message => Text(message.Detach()))));

    [Property(MaxTest = 2000)]
    public void Decode_ArbitraryBytes_ReturnsFalseOrAnRpc(byte[] bytes)
    {
        if (GossipDecoder.TryDecode(bytes, out GossipRpc? rpc))
        {
            // Whatever was read can be written.
            Assert.True(GossipDecoder.TryDecode(BodyOf(GossipEncoder.Frame(rpc)), out _));
        }
    }

    [Property(MaxTest = 500)]
    public Property Decode_ChangedRpc_NeverThrows() => Prop.ForAll(
        (from rpc in RpcGenerator.Rpcs
         from position in Gen.Choose(0, int.MaxValue - 1)
         from value in Gen.Choose(0, 255)
         from cut in Gen.Choose(0, 40)
         select (rpc, position, value, cut)).ToArbitrary(),
        one =>
        {
            byte[] body = BodyOf(GossipEncoder.Frame(one.rpc)).ToArray();
            if (body.Length > 0)
            {
                body[one.position % body.Length] = (byte)one.value;
            }

            GossipDecoder.TryDecode(body.AsMemory(0, Math.Max(0, body.Length - one.cut)), out _);
        });

    [Fact]
    public void Decode_KnownBytes_AreReadAsTheSpecificationSays()
    {
        // subscriptions { subscribe: true, topicid: "t" }, publish { data: 01, topic: "t" }, control { graft { topicID: "t" } }
        byte[] bytes = Convert.FromHexString("0A050801120174" + "1206" + "120101" + "220174" + "1A05" + "1A03" + "0A0174");
        Assert.True(GossipDecoder.TryDecode(bytes, out GossipRpc? rpc));
        Assert.Equal(new SubscriptionChange("t", IsSubscribed: true), Assert.Single(rpc.Subscriptions));
        Assert.Equal("t", Assert.Single(rpc.Graft));
        PubsubMessage message = Assert.Single(rpc.Messages);
        Assert.Equal("t", message.Topic);
        Assert.Equal("01", Hex(message.Data!.Value));
        Assert.Null(message.From);
        Assert.True(BodyOf(GossipEncoder.Frame(rpc)).Span.SequenceEqual(bytes));
    }

    [Theory]
    [InlineData("0A020801")] // a subscription without a topic
    [InlineData("0A0408011200")] // an empty topic
    [InlineData("0A0508011201FF")] // a topic that is no UTF-8
    [InlineData("1203120101")] // a message without a topic
    [InlineData("1A04120212FF")] // an IWANT cut short
    [InlineData("1A0412020A00")] // an empty id
    [InlineData("1801")] // control as a varint
    public void Decode_Malformed_IsRefused(string hex) =>
        Assert.False(GossipDecoder.TryDecode(Convert.FromHexString(hex), out _));

    [Fact]
    public void Decode_MoreIdsThanAllowed_IsRefused()
    {
        GossipRpc rpc = new() { IWant = [.. Enumerable.Range(0, GossipFields.MaxIds + 1).Select(Id)] };
        Assert.False(GossipDecoder.TryDecode(BodyOf(GossipEncoder.Frame(rpc)), out _));
        rpc = rpc with { IWant = rpc.IWant.RemoveAt(0) };
        Assert.True(GossipDecoder.TryDecode(BodyOf(GossipEncoder.Frame(rpc)), out _));
    }

    [Fact]
    public void Decode_EntriesOfTheLargestRpc_AllocateLittle()
    {
        // As many of the smallest messages as fit: what is kept for each must not add up.
        ArrayBufferWriter<byte> output = new();
        while (output.WrittenCount < GossipFields.MaxRpcLength - 8)
        {
            new ProtobufWriter(output).WriteBytes(GossipFields.Publish, [0x22, 0x01, (byte)'t']);
        }

        GossipDecoder.TryDecode(output.WrittenMemory, out _);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(GossipDecoder.TryDecode(output.WrittenMemory, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3 * GossipFields.MaxRpcLength);
    }

    [Fact]
    public void Decode_MoreExchangedPeersThanAllowed_KeepsTheFirst()
    {
        Prune prune = new("t", [.. Enumerable.Range(0, 40).Select(number => new ExchangedPeer(TestPeers.Peer(number), default))], 60);
        Assert.True(GossipDecoder.TryDecode(BodyOf(GossipEncoder.Frame(new GossipRpc { Prune = [prune] })), out GossipRpc? rpc));
        Assert.Equal(GossipFields.MaxExchangedPeers, Assert.Single(rpc.Prune).Peers.Length);
    }

    private static MessageId Id(int number) => new(BitConverter.GetBytes(number));

    private static string Text(PubsubMessage message) => string.Join(
        '|',
        message.Topic,
        Hex(message.From),
        Hex(message.Data),
        Hex(message.Sequence),
        Hex(message.Signature),
        Hex(message.Key));

    private static string Hex(ReadOnlyMemory<byte>? bytes) => bytes is { } some ? Convert.ToHexString(some.Span) : "-";

    private static ReadOnlyMemory<byte> BodyOf(ReadOnlyMemory<byte> frame)
    {
        Assert.Equal(OperationStatus.Done, UnsignedVarint.Read(frame.Span, out ulong length, out int read));
        Assert.Equal((int)length, frame.Length - read);
        return frame[read..];
    }
}
