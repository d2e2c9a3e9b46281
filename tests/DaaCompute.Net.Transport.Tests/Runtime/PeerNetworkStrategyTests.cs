using DaaCompute.Net.Transport.Runtime;

namespace DaaCompute.Net.Transport.Tests.Runtime;

public sealed class PeerNetworkStrategyTests
{
    private readonly InMemoryNetwork _network = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_BootstrapNodes_AreConnectedAndDialledAgain(bool namesThePeer)
    {
        ManualTime time = new();
        TestNode seed = await TestNode.StartAsync(1, _network);
        Multiaddress address = namesThePeer ? seed.Address.WithPeer(seed.Id) : seed.Address;
        await using TestNode node = await TestNode.StartAsync(2, _network, options => Strategic(options, address), time);
        await TestTime.UntilAsync(() => node.Network.FindConnection(seed.Id) is not null);
        await seed.DisposeAsync();
        await TestTime.UntilAsync(() => node.Network.Connected.IsEmpty);

        await using TestNode again = await TestNode.StartAsync(1, _network);
        await TestTime.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(5));
            return node.Network.FindConnection(again.Id) is not null;
        });
    }

    [Fact]
    public async Task Start_BootstrapListNamesItselfAndADeadNode_GoesOn()
    {
        ManualTime time = new();
        await using TestNode node = await TestNode.StartAsync(
            2,
            _network,
            options =>
            {
                Strategic(options, Multiaddress.Parse("/memory/2"));
                options.Discovery.BootstrapNodes.Add("/memory/77");
                options.Discovery.BootstrapNodes.Add("/memory/1");
            },
            time);
        await using TestNode late = await TestNode.StartAsync(1, _network);

        await TestTime.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(5));
            return node.Network.FindConnection(late.Id) is not null;
        });
        Assert.Null(node.Network.FindConnection(node.Id));
    }

    [Fact]
    public async Task Strategy_KnownPeers_AreDialledUpToTheirTarget()
    {
        ManualTime time = new();
        List<TestNode> others = [];
        for (byte number = 10; number < 16; number++)
        {
            others.Add(await TestNode.StartAsync(number, _network));
        }

        await using TestNode node = await TestNode.StartAsync(
            1,
            _network,
            options =>
            {
                Strategic(options, null);
                options.ConnectionStrategy.TargetLeaf = 3;
                options.ConnectionStrategy.MinPeers = 2;
            },
            time);
        others.ForEach(other => node.Directory.Add(new PeerInfo(other.Id, [other.Address]), TimeSpan.FromDays(1)));
        node.Directory.Add(new PeerInfo(new TestIdentity(99).PeerId, [Multiaddress.Parse("/memory/99")]), TimeSpan.FromDays(1));

        await TestTime.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return node.Network.Connected.Length == 3;
        });

        foreach (TestNode other in others)
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public async Task Strategy_MoreThanMaxPeers_ClosesTheSurplusAfterTheGracePeriod()
    {
        ManualTime time = new();
        await using TestNode node = await TestNode.StartAsync(
            1,
            _network,
            options =>
            {
                Strategic(options, null);
                options.ConnectionStrategy.MinPeers = 0;
                options.ConnectionStrategy.TargetLeaf = 0;
                options.ConnectionStrategy.MaxPeers = 2;
            },
            time);
        List<TestNode> others = [];
        for (byte number = 10; number < 15; number++)
        {
            others.Add(await TestNode.StartAsync(number, _network));
            await others[^1].ConnectAsync(node);
        }

        Assert.Equal(5, node.Network.Connected.Length);
        await TestTime.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(2));
            return node.Network.Connected.Length == 2;
        });

        foreach (TestNode other in others)
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public async Task Renewal_LinkTooOld_IsReplacedWhileItsStreamGoesOn()
    {
        ManualTime time = new();
        await using TestNode one = await TestNode.StartAsync(1, _network, Renewing, time);
        await using TestNode two = await TestNode.StartAsync(2, _network, Renewing, time);
        two.Network.Handle(new EchoHandler());
        await using ISubscription<PeerEvent> events = await one.Network.SubscribeAsync();
        PeerConnection connection = (PeerConnection)await one.ConnectAsync(two);
        PeerLink old = connection.Primary;
        IPeerStream stream = await connection.OpenStreamAsync(new ProtocolId("/echo/1.0.0"), TestTime.Limit());
        await stream.AssertEchoesAsync("before");

        await TestTime.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(10));
            return connection.Primary != old;
        });

        await stream.AssertEchoesAsync("meanwhile");
        await one.Network.PingAsync(two.Id, TestTime.Limit());
        await stream.DisposeAsync();
        await TestTime.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return connection.Links.Length == 1 && !old.IsAlive;
        });
        Assert.False(connection.Closed.IsCancellationRequested);
        await one.Network.PingAsync(two.Id, TestTime.Limit());
        await one.Network.StopAsync(TestTime.Limit());
        List<PeerEventKind> kinds = [];
        await foreach (PeerEvent peerEvent in events)
        {
            kinds.Add(peerEvent.Kind);
        }

        Assert.Single(kinds, PeerEventKind.Connected);
        Assert.Single(kinds, PeerEventKind.Disconnected);
    }

    private static void Renewing(TransportOptions options) => options.MaxLinkAge = TimeSpan.FromMinutes(30);

    private static void Strategic(TransportOptions options, Multiaddress? bootstrap)
    {
        options.ConnectionStrategy.Enabled = true;
        if (bootstrap is not null)
        {
            options.Discovery.BootstrapNodes.Add(bootstrap.ToString());
        }
    }
}
