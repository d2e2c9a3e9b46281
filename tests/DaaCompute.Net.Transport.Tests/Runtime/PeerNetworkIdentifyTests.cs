using System.IO.Pipelines;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Transport.Runtime;
using DaaCompute.Net.Transport.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.Transport.Tests.Runtime;

public sealed class PeerNetworkIdentifyTests
{
    private readonly InMemoryNetwork _network = new();

    [Fact]
    public async Task Handle_WhileConnected_PushesTheProtocols()
    {
        await using TestNode one = await TestNode.StartAsync(1, _network);
        await using TestNode two = await TestNode.StartAsync(2, _network);
        IPeerConnection connection = await one.ConnectAsync(two);
        await WhenIdentifiedAsync(connection);
        await WhenIdentifiedAsync(two.Network.FindConnection(one.Id)!);
        ProtocolId late = new("/late/1.0.0");

        IDisposable registration = two.Network.Handle(new EchoHandler("/late/1.0.0"));
        await TestTime.UntilAsync(() => connection.RemotePeer.Protocols.Contains(late));
        registration.Dispose();
        await TestTime.UntilAsync(() => !connection.RemotePeer.Protocols.Contains(late));
    }

    [Fact]
    public async Task Identify_RecordSignedBySomebodyElse_Disconnects()
    {
        await using TestNode one = await TestNode.StartAsync(1, _network);
        await using TestNode liar = await TestNode.StartAsync(2, builder =>
        {
            builder.Services.AddSingleton<ISignedEnvelopes>(new TestEnvelopes(9));
            builder.AddInMemoryTransport(_network).AddTransport(options => options.ListenAddresses.Add("/memory/2"));
        });

        await one.Network.ConnectAsync(liar.Address, TestTime.Limit());

        await TestTime.UntilAsync(() => one.Network.Connected.IsEmpty);
        Assert.Empty(one.Directory.Find(liar.Id)!.Addresses.Except([liar.Address]));
    }

    [Fact]
    public async Task Identify_RecordsOvertakeEachOther_TheNewerStands()
    {
        await using TestNode one = await TestNode.StartAsync(1, _network);
        await using TestNode two = await TestNode.StartAsync(2, _network);
        IPeerConnection connection = await two.ConnectAsync(one);
        IPeerConnection seen = one.Network.FindConnection(two.Id)!;
        await WhenIdentifiedAsync(seen);

        await PushAsync(connection, two.Id, ulong.MaxValue, "/memory/72");
        await TestTime.UntilAsync(() => seen.RemotePeer.Addresses.Contains(Multiaddress.Parse("/memory/72")));
        await PushAsync(connection, two.Id, 1, "/memory/71");
        await PushAsync(connection, two.Id, ulong.MaxValue, "/memory/73");
        await TestTime.UntilAsync(() => seen.RemotePeer.Addresses.Contains(Multiaddress.Parse("/memory/73")));

        Assert.DoesNotContain(Multiaddress.Parse("/memory/71"), one.Directory.Find(two.Id)!.Addresses);
    }

    [Theory]
    [InlineData("oversize")]
    [InlineData("malformed")]
    [InlineData("push malformed")]
    public async Task Identify_BrokenMessage_DisconnectsOrResets(string fault)
    {
        await using TestNode one = await TestNode.StartAsync(1, _network);
        await using TestNode two = await TestNode.StartAsync(2, _network);
        IPeerConnection connection = await two.ConnectAsync(one);
        await WhenIdentifiedAsync(one.Network.FindConnection(two.Id)!);

        await using IPeerStream stream = await connection.OpenStreamAsync(IdentifyService.PushProtocol, TestTime.Limit());
        byte[] bytes = fault switch
        {
            "oversize" => [0x81, 0x40],
            "malformed" => [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80],
            _ => [0x02, 0x0A, 0x7F],
        };
        await stream.Output.WriteAsync(bytes, TestTime.Limit());

        await Assert.ThrowsAsync<ConnectionClosedException>(async () => await stream.Input.ReadAsync(TestTime.Limit()));
    }

    [Fact]
    public async Task Identify_MoreProtocolsThanFit_TellsThoseThatDo()
    {
        await using TestNode one = await TestNode.StartAsync(1, _network);
        await using TestNode two = await TestNode.StartAsync(2, _network);
        for (int index = 0; index < 40; index++)
        {
            two.Network.Handle(new EchoHandler($"/{new string('x', 200)}/{index}"));
        }

        IPeerConnection connection = await one.ConnectAsync(two);
        await WhenIdentifiedAsync(connection);

        Assert.InRange(connection.RemotePeer.Protocols.Length, 30, 42);
        Assert.Contains(two.Address, connection.RemotePeer.Addresses);
    }

    [Fact]
    public async Task Handler_AnswersWithItsRecordAndWhereItSeesTheAsker()
    {
        await using TestNode one = await TestNode.StartAsync(1, _network);
        await using TestNode two = await TestNode.StartAsync(
            2, _network, options => options.AnnounceAddresses.Add("/ip4/203.0.113.7/tcp/4001"));
        IPeerConnection connection = await one.Network.ConnectAsync(Multiaddress.Parse("/memory/2"), TestTime.Limit());

        await using IPeerStream stream = await connection.OpenStreamAsync(IdentifyService.Protocol, TestTime.Limit());
        byte[] encoded = await LengthPrefixedMessage.ReadAsync(stream.Input, IdentifyMessage.MaxLength, TestTime.Limit());
        ReadResult end = await stream.Input.ReadAsync(TestTime.Limit());

        Assert.True(end.IsCompleted);
        Assert.True(IdentifyMessage.TryDecode(encoded, out IdentifyMessage? message));
        Assert.StartsWith("/memory/", message.ObservedAddress!.ToString(), StringComparison.Ordinal);
        Assert.Equal(["/ip4/203.0.113.7/tcp/4001", "/memory/2"], message.Addresses.Select(address => address.ToString()));
        Assert.True(new TestEnvelopes(1).TryOpen(PeerRecord.Domain, message.SignedRecord.Span, out SignedEnvelope? envelope));
        Assert.Equal(two.Id, envelope.PublicKey.PeerId);
        Assert.True(PeerRecord.TryDecode(envelope.Payload.Span, out PeerRecord? record));
        Assert.Equal(message.Addresses.AsEnumerable(), record.Addresses);
    }

    [Fact]
    public async Task LocalPeer_ListensOnUnspecified_TellsTheInterfacesAddresses()
    {
        await using TestNode node = await TestNode.StartAsync(
            1, builder => builder.AddTransport(options => options.ListenAddresses.Add("/ip4/0.0.0.0/tcp/0")));

        Assert.NotEmpty(node.Network.LocalPeer.Addresses);
        Assert.DoesNotContain(node.Network.LocalPeer.Addresses, address => address.ValueOf("ip4") == "0.0.0.0");
        Assert.Contains(node.Network.LocalPeer.Addresses, address => address.ValueOf("ip4") == "127.0.0.1");
    }

    [Fact]
    public async Task PingHandler_PartOfAPing_EndsTheStream()
    {
        await using TestNode one = await TestNode.StartAsync(1, _network);
        await using TestNode two = await TestNode.StartAsync(2, _network);
        IPeerConnection connection = await one.ConnectAsync(two);

        await using IPeerStream stream = await connection.OpenStreamAsync(PingHandler.PingProtocol, TestTime.Limit());
        await stream.Output.WriteAsync(new byte[PingHandler.PayloadLength + 5], TestTime.Limit());
        await stream.Output.CompleteAsync();

        ReadResult result = await stream.Input.ReadAtLeastAsync(PingHandler.PayloadLength + 1, TestTime.Limit());
        Assert.Equal(PingHandler.PayloadLength, result.Buffer.Length);
        Assert.True(result.IsCompleted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PingAsync_PeerAnswersWrongly_IsATypedError(bool answers)
    {
        await using TestNode one = await TestNode.StartAsync(1, _network);
        await using TestNode two = await TestNode.StartAsync(2, _network);
        IPeerConnection connection = await one.ConnectAsync(two);
        await WhenIdentifiedAsync(connection);
        two.Network.Remove(PingHandler.PingProtocol);
        two.Network.Handle(new LyingPing(answers));

        DaaComputeException thrown = await Assert.ThrowsAnyAsync<DaaComputeException>(
            async () => await one.Network.PingAsync(two.Id, TestTime.Limit()));

        Assert.IsType(answers ? typeof(ProtocolViolationException) : typeof(ConnectionClosedException), thrown);
    }

    private static async Task PushAsync(IPeerConnection connection, PeerId peer, ulong sequence, string address)
    {
        PeerRecord record = new(peer, sequence, [Multiaddress.Parse(address)]);
        IdentifyMessage message = new()
        {
            AgentVersion = "test",
            SignedRecord = new TestEnvelopes(2).Seal(PeerRecord.Domain, PeerRecord.PayloadType, record.Encode()),
        };
        await using IPeerStream stream = await connection.OpenStreamAsync(IdentifyService.PushProtocol, TestTime.Limit());
        await LengthPrefixedMessage.WriteAsync(stream.Output, message.Encode(), TestTime.Limit());
        await stream.Output.CompleteAsync();

        // The other end closes once it has taken the message in.
        await stream.Input.ReadAsync(TestTime.Limit());
    }

    private static Task WhenIdentifiedAsync(IPeerConnection connection) =>
        TestTime.UntilAsync(() => connection.RemotePeer.AgentVersion is not null);

    private sealed class LyingPing(bool answers) : IProtocolHandler
    {
        public ProtocolId Protocol => PingHandler.PingProtocol;

        public async ValueTask HandleAsync(IPeerStream stream, CancellationToken cancellationToken)
        {
            ReadResult result = await stream.Input.ReadAtLeastAsync(PingHandler.PayloadLength, cancellationToken);
            stream.Input.AdvanceTo(result.Buffer.End);
            if (answers)
            {
                await stream.Output.WriteAsync(new byte[PingHandler.PayloadLength], cancellationToken);
            }
        }
    }
}
