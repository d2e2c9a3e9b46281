using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.Transport.Tests.Runtime;

public sealed class PeerNetworkLimitTests
{
    private static readonly ProtocolId Echo = new("/echo/1.0.0");

    private readonly InMemoryNetwork _network = new();

    [Fact]
    public async Task ConnectAsync_SystemConnectionsReached_NamesTheSetting()
    {
        await using TestNode one = await TestNode.StartAsync(1, _network, options => options.Limits.Connections = 1);
        await using TestNode two = await TestNode.StartAsync(2, _network);
        await using TestNode three = await TestNode.StartAsync(3, _network);
        await one.ConnectAsync(two);
        one.Directory.Add(new PeerInfo(three.Id, [three.Address]), TimeSpan.FromHours(1));

        ResourceLimitException byAddress = await Assert.ThrowsAsync<ResourceLimitException>(
            async () => await one.Network.ConnectAsync(three.Address, TestTime.Limit()));
        ResourceLimitException byPeer = await Assert.ThrowsAsync<ResourceLimitException>(
            async () => await one.Network.ConnectAsync(three.Id, TestTime.Limit()));
        HandshakeException refused = await Assert.ThrowsAsync<HandshakeException>(
            async () => await three.Network.ConnectAsync(one.Address, TestTime.Limit()));

        Assert.Equal(("DaaCompute:Transport:Limits:Connections", 1L), (byAddress.Setting, byAddress.Limit));
        Assert.Equal(byAddress.Message, byPeer.Message);
        Assert.Equal(HandshakeError.Truncated, refused.Error);
        await one.Network.DisconnectAsync(two.Id, TestTime.Limit());
        await one.Network.ConnectAsync(three.Id, TestTime.Limit());
    }

    [Fact]
    public async Task OpenStreamAsync_PeersInboundStreamsReached_IsReset()
    {
        await using TestNode one = await TestNode.StartAsync(1, _network);
        await using TestNode two = await TestNode.StartAsync(2, _network, options => options.Limits.PeerInboundStreams = 3);
        two.Network.Handle(new EchoHandler());
        IPeerConnection connection = await one.ConnectAsync(two);
        await TestTime.UntilAsync(() => connection.RemotePeer.AgentVersion is not null);
        List<IPeerStream> open = [];

        await Assert.ThrowsAnyAsync<DaaComputeException>(async () =>
        {
            while (open.Count < 10)
            {
                open.Add(await connection.OpenStreamAsync(Echo, TestTime.Limit()));
                await open[^1].AssertEchoesAsync("in");
            }
        });

        Assert.InRange(open.Count, 1, 3);
        await open[0].AssertEchoesAsync("still");
        foreach (IPeerStream stream in open)
        {
            await stream.DisposeAsync();
        }
    }

    [Fact]
    public async Task OpenStreamAsync_ProtocolsInboundStreamsReached_OthersStillWork()
    {
        await using TestNode one = await TestNode.StartAsync(1, _network);
        await using TestNode two = await TestNode.StartAsync(2, _network, options => options.Limits.ProtocolInboundStreams = 2);
        two.Network.Handle(new EchoHandler());
        two.Network.Handle(new EchoHandler("/other/1.0.0"));
        IPeerConnection connection = await one.ConnectAsync(two);
        List<IPeerStream> open = [];

        await Assert.ThrowsAnyAsync<DaaComputeException>(async () =>
        {
            while (open.Count < 10)
            {
                IPeerStream stream = await connection.OpenStreamAsync(Echo, TestTime.Limit());
                await stream.AssertEchoesAsync("in");
                open.Add(stream);
            }
        });

        Assert.Equal(2, open.Count);
        await using IPeerStream other = await connection.OpenStreamAsync(new ProtocolId("/other/1.0.0"), TestTime.Limit());
        await other.AssertEchoesAsync("fine");
        await open[0].DisposeAsync();
        await open[1].DisposeAsync();
    }

    [Theory]
    [InlineData("dial")]
    [InlineData("accept")]
    [InlineData("peer")]
    public async Task ConnectAsync_GateRefuses_NobodyConnects(string refused)
    {
        await using TestNode one = await StartGatedAsync(1, refused == "accept" ? "" : refused);
        await using TestNode two = await StartGatedAsync(2, refused == "accept" ? refused : "");

        DaaComputeException thrown = await Assert.ThrowsAnyAsync<DaaComputeException>(
            async () => await one.Network.ConnectAsync(two.Address, TestTime.Limit()));

        Assert.IsType(refused == "dial" ? typeof(PeerUnreachableException) : typeof(HandshakeException), thrown);
        Assert.Empty(one.Network.Connected);
        await TestTime.UntilAsync(() => two.Network.Connected.IsEmpty);
    }

    [Fact]
    public async Task ConnectAsync_AcceptorsGateRefusesThePeer_IsClosedAgain()
    {
        await using TestNode one = await StartGatedAsync(1, "");
        await using TestNode two = await StartGatedAsync(2, "peer");
        await using ISubscription<PeerEvent> events = await two.Network.SubscribeAsync();
        try
        {
            await one.Network.ConnectAsync(two.Address, TestTime.Limit());
        }
        catch (HandshakeException)
        {
            // The refusal may come before this end's handshake is done, or after.
        }

        await TestTime.UntilAsync(() => one.Network.Connected.IsEmpty);
        await two.Network.StopAsync(TestTime.Limit());
        await foreach (PeerEvent peerEvent in events)
        {
            Assert.Fail($"There was no connection, but an event: {peerEvent.Kind}.");
        }
    }

    [Fact]
    public async Task Accept_ThousandHalfOpenHandshakesFromOneAddress_HonestDialsSucceed()
    {
        const int Attackers = 1_000;
        const int Honest = 40;
        await using TestNode server = await StartTcpAsync(1);
        IPEndPoint target = server.Address.ToIPEndPoint()!;
        List<Socket> sockets = [];
        try
        {
            Task flood = Task.Run(async () =>
            {
                for (int count = 0; count < Attackers; count++)
                {
                    Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                    sockets.Add(socket);
                    socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.9"), 0));
                    await socket.ConnectAsync(target, TestTime.Limit());
                }
            });
            int succeeded = 0;
            for (int number = 2; number < 2 + Honest; number++)
            {
                await using TestNode honest = await StartTcpAsync((byte)number);
                try
                {
                    await honest.Network.ConnectAsync(server.Address.WithPeer(server.Id), TestTime.Limit());
                    await honest.Network.PingAsync(server.Id, TestTime.Limit());
                    succeeded++;
                }
                catch (DaaComputeException)
                {
                    // Counted below.
                }
            }

            await flood;
            Assert.Equal(Attackers, sockets.Count);
            Assert.InRange(succeeded, Honest * 95 / 100, Honest);
            Assert.InRange(server.Network.HalfOpenHandshakes, 1, 32);
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    private static Task<TestNode> StartTcpAsync(byte number) => TestNode.StartAsync(
        number, builder => builder.AddTransport(options => options.ListenAddresses.Add("/ip4/127.0.0.1/tcp/0")));

    private Task<TestNode> StartGatedAsync(byte number, string refused) => TestNode.StartAsync(number, builder =>
    {
        builder.Services.AddSingleton(new Refusal(refused));
        builder.AddInMemoryTransport(_network).AddTransport(options => options.ListenAddresses.Add($"/memory/{number}"));
        builder.AddConnectionGate<RefusingGate>();
    });

    private sealed record Refusal(string What);

    private sealed class RefusingGate(Refusal refusal) : IConnectionGate
    {
        public bool AllowDial(PeerId? peer, Multiaddress address) => refusal.What != "dial";

        public bool AllowAccept(Multiaddress remoteAddress) => refusal.What != "accept";

        public bool AllowPeer(PeerPublicKey key, Multiaddress remoteAddress, bool isOutbound) => refusal.What != "peer";
    }
}
