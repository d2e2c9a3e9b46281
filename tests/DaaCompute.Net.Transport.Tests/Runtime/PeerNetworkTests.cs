namespace DaaCompute.Net.Transport.Tests.Runtime;

public sealed class PeerNetworkTests
{
    private static readonly ProtocolId Echo = new("/echo/1.0.0");

    private readonly InMemoryNetwork _network = new();

    [Fact]
    public async Task ConnectAsync_ByAddress_ConnectsAndIdentifiesBothEnds()
    {
        await using TestNode one = await TestNode.StartAsync(1, _network, options => options.Role = NodeRole.SuperNode);
        await using TestNode two = await TestNode.StartAsync(2, _network, options => options.AgentVersion = "second/2");
        await using ISubscription<PeerEvent> events = await two.Network.SubscribeAsync();

        IPeerConnection connection = await one.ConnectAsync(two);
        PeerEvent connected = await NextAsync(events);
        PeerEvent identified = await NextAsync(events);
        await TestTime.UntilAsync(() => connection.RemotePeer.AgentVersion is not null);

        Assert.Equal((PeerEventKind.Connected, PeerEventKind.Identified), (connected.Kind, identified.Kind));
        Assert.Equal("second/2", connection.RemotePeer.AgentVersion);
        Assert.Equal(NodeRole.SuperNode, identified.Connection.RemotePeer.Role);
        Assert.Contains(two.Address, connection.RemotePeer.Addresses);
        Assert.Contains(new ProtocolId("/ipfs/ping/1.0.0"), connection.RemotePeer.Protocols);
        Assert.Equal(one.Address, Assert.Single(two.Directory.Find(one.Id)!.Addresses));
        Assert.Equal((true, false), (connection.IsOutbound, identified.Connection.IsOutbound));
        Assert.Equal(two.Id, connection.RemoteKey.PeerId);
        Assert.Equal("/test/plain/1.0.0", connection.Security.Value);
        Assert.False(connection.IsPostQuantum);
        Assert.True(connection.BytesSent > 0 && connection.BytesReceived > 0);
    }

    [Fact]
    public async Task OpenStreamAsync_PeerInDirectory_ConnectsFirst()
    {
        await using TestNode one = await TestNode.StartAsync(1, _network);
        await using TestNode two = await TestNode.StartAsync(2, _network);
        two.Network.Handle(new EchoHandler());
        one.Directory.Add(new PeerInfo(two.Id, [two.Address]), TimeSpan.FromHours(1));

        await using IPeerStream stream = await one.Network.OpenStreamAsync(two.Id, Echo, TestTime.Limit());

        await stream.AssertEchoesAsync("hello");
        Assert.Equal((Echo, true, two.Id), (stream.Protocol, stream.IsOutbound, stream.Connection.RemotePeer.Id));
        await stream.Output.CompleteAsync();
        Assert.True((await stream.Input.ReadAsync(TestTime.Limit())).IsCompleted);
    }

    [Fact]
    public async Task ConnectAsync_Again_ReturnsTheSameConnection()
    {
        await using TestNode one = await TestNode.StartAsync(1, _network);
        await using TestNode two = await TestNode.StartAsync(2, _network);

        IPeerConnection first = await one.ConnectAsync(two);

        Assert.Same(first, await one.ConnectAsync(two));
        Assert.Same(first, await one.Network.ConnectAsync(two.Id));
        Assert.Same(first, Assert.Single(one.Network.Connected));
    }

    [Fact]
    public async Task ConnectAsync_ManyAtOnce_DialOnce()
    {
        await using TestNode one = await TestNode.StartAsync(1, _network);
        await using TestNode two = await TestNode.StartAsync(2, _network);
        one.Directory.Add(new PeerInfo(two.Id, [two.Address]), TimeSpan.FromHours(1));

        IPeerConnection[] all = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => one.Network.ConnectAsync(two.Id, TestTime.Limit()).AsTask()));

        Assert.Single(all.Distinct());
    }

    [Fact]
    public async Task ConnectAsync_WrongPeer_IsATypedHandshakeError()
    {
        await using TestNode one = await TestNode.StartAsync(1, _network);
        await using TestNode two = await TestNode.StartAsync(2, _network);
        PeerId other = new TestIdentity(9).PeerId;

        HandshakeException thrown = await Assert.ThrowsAsync<HandshakeException>(
            async () => await one.Network.ConnectAsync(two.Address.WithPeer(other), TestTime.Limit()));
        one.Directory.Add(new PeerInfo(other, [two.Address]), TimeSpan.FromHours(1));
        PeerUnreachableException unreachable = await Assert.ThrowsAsync<PeerUnreachableException>(
            async () => await one.Network.ConnectAsync(other, TestTime.Limit()));

        Assert.Equal(HandshakeError.WrongPeer, thrown.Error);
        Assert.Equal(HandshakeError.WrongPeer, Assert.IsType<HandshakeException>(unreachable.InnerException).Error);
        Assert.Contains(two.Address.ToString(), unreachable.Message, StringComparison.Ordinal);
        Assert.Empty(one.Network.Connected);
    }

    [Fact]
    public async Task ConnectAsync_Self_IsATypedHandshakeError()
    {
        await using TestNode one = await TestNode.StartAsync(1, _network);

        Func<Task>[] attempts =
        [
            async () => await one.Network.ConnectAsync(one.Address, TestTime.Limit()),
            async () => await one.Network.ConnectAsync(one.Address.WithPeer(one.Id), TestTime.Limit()),
            async () => await one.Network.ConnectAsync(one.Id, TestTime.Limit()),
        ];
        foreach (Func<Task> attempt in attempts)
        {
            HandshakeException thrown = await Assert.ThrowsAsync<HandshakeException>(attempt);
            Assert.Equal(HandshakeError.Self, thrown.Error);
        }

        await TestTime.UntilAsync(() => one.Network.Connected.IsEmpty);
    }

    [Fact]
    public async Task ConnectAsync_NobodyThere_SaysWhatWasTried()
    {
        await using TestNode one = await TestNode.StartAsync(1, _network);
        PeerId other = new TestIdentity(9).PeerId;

        PeerUnreachableException byAddress = await Assert.ThrowsAsync<PeerUnreachableException>(
            async () => await one.Network.ConnectAsync(Multiaddress.Parse("/memory/77"), TestTime.Limit()));
        PeerUnreachableException unknown = await Assert.ThrowsAsync<PeerUnreachableException>(
            async () => await one.Network.ConnectAsync(other, TestTime.Limit()));
        one.Directory.Add(
            new PeerInfo(other, [Multiaddress.Parse("/memory/77"), Multiaddress.Parse("/memory/78")]), TimeSpan.FromHours(1));
        PeerUnreachableException byPeer = await Assert.ThrowsAsync<PeerUnreachableException>(
            async () => await one.Network.ConnectAsync(other, TestTime.Limit()));
        await Assert.ThrowsAsync<PeerUnreachableException>(
            async () => await one.Network.ConnectAsync(Multiaddress.Parse($"/p2p/{other}"), TestTime.Limit()));
        await Assert.ThrowsAsync<PeerUnreachableException>(
            async () => await one.Network.ConnectAsync(Multiaddress.Parse("/ip4/127.0.0.1/udp/1"), TestTime.Limit()));

        Assert.Contains("/memory/77", byAddress.Message, StringComparison.Ordinal);
        Assert.Contains("no address", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("/memory/77", byPeer.Message, StringComparison.Ordinal);
        Assert.Contains("/memory/78", byPeer.Message, StringComparison.Ordinal);
        Assert.Equal(other, byPeer.Peer);
    }

    [Fact]
    public async Task OpenStreamAsync_UnknownProtocol_IsATypedErrorAndTheConnectionLives()
    {
        await using TestNode one = await TestNode.StartAsync(1, _network);
        await using TestNode two = await TestNode.StartAsync(2, _network);
        IPeerConnection connection = await one.ConnectAsync(two);

        ProtocolNotSupportedException thrown = await Assert.ThrowsAsync<ProtocolNotSupportedException>(
            async () => await connection.OpenStreamAsync(new ProtocolId("/none/1.0.0"), TestTime.Limit()));

        Assert.Equal("/none/1.0.0", thrown.Protocol.Value);
        await one.Network.PingAsync(two.Id, TestTime.Limit());
    }

    [Fact]
    public async Task Handle_Disposed_NoLongerAnswers()
    {
        await using TestNode one = await TestNode.StartAsync(1, _network);
        await using TestNode two = await TestNode.StartAsync(2, _network);
        IPeerConnection connection = await one.ConnectAsync(two);
        EchoHandler handler = new();

        IDisposable registration = two.Network.Handle(handler);
        Assert.Throws<InvalidOperationException>(() => two.Network.Handle(new EchoHandler()));
        await using (IPeerStream stream = await connection.OpenStreamAsync(Echo, TestTime.Limit()))
        {
            await stream.AssertEchoesAsync("one");
        }

        registration.Dispose();
        registration.Dispose();
        await Assert.ThrowsAsync<ProtocolNotSupportedException>(
            async () => await connection.OpenStreamAsync(Echo, TestTime.Limit()));
        Assert.Equal(1, handler.Served);
    }

    [Fact]
    public async Task HandleAsync_HandlerThrows_ResetsTheStreamAlone()
    {
        await using TestNode one = await TestNode.StartAsync(1, _network);
        await using TestNode two = await TestNode.StartAsync(2, _network);
        two.Network.Handle(new ThrowingHandler());
        IPeerConnection connection = await one.ConnectAsync(two);

        await using IPeerStream stream = await connection.OpenStreamAsync(ThrowingHandler.Id, TestTime.Limit());
        await stream.SendAsync("go");

        await Assert.ThrowsAsync<ConnectionClosedException>(async () => await stream.Input.ReadAsync(TestTime.Limit()));
        await one.Network.PingAsync(two.Id, TestTime.Limit());
    }

    [Fact]
    public async Task PingAsync_Connected_MeasuresTheRoundTrip()
    {
        await using TestNode one = await TestNode.StartAsync(1, _network);
        await using TestNode two = await TestNode.StartAsync(2, _network);
        IPeerConnection connection = await one.ConnectAsync(two);

        TimeSpan roundTrip = await one.Network.PingAsync(two.Id, TestTime.Limit());

        Assert.True(roundTrip > TimeSpan.Zero);
        Assert.Equal(roundTrip, connection.RoundTripTime);
        await Assert.ThrowsAsync<ConnectionClosedException>(
            async () => await one.Network.PingAsync(new TestIdentity(9).PeerId, TestTime.Limit()));
    }

    [Fact]
    public async Task DisconnectAsync_Connected_EndsBothEndsAndItsStreams()
    {
        await using TestNode one = await TestNode.StartAsync(1, _network);
        await using TestNode two = await TestNode.StartAsync(2, _network);
        two.Network.Handle(new EchoHandler());
        await using ISubscription<PeerEvent> events = await two.Network.SubscribeAsync();
        IPeerConnection connection = await one.ConnectAsync(two);
        IPeerStream stream = await connection.OpenStreamAsync(Echo, TestTime.Limit());
        await stream.AssertEchoesAsync("x");

        await one.Network.DisconnectAsync(two.Id, TestTime.Limit());
        await one.Network.DisconnectAsync(two.Id, TestTime.Limit());

        Assert.Null(one.Network.FindConnection(two.Id));
        Assert.True(connection.Closed.IsCancellationRequested);
        await Assert.ThrowsAsync<ConnectionClosedException>(
            async () => await connection.OpenStreamAsync(Echo, TestTime.Limit()));
        await TestTime.UntilAsync(() => two.Network.Connected.IsEmpty);
        PeerEvent last = await NextAsync(events);
        while (last.Kind != PeerEventKind.Disconnected)
        {
            last = await NextAsync(events);
        }

        Assert.Equal(one.Id, last.Connection.RemotePeer.Id);
    }

    [Fact]
    public async Task StopAsync_WhileBusy_SaysGoodbyeAndEndsEverything()
    {
        await using TestNode one = await TestNode.StartAsync(1, _network);
        TestNode two = await TestNode.StartAsync(2, _network);
        two.Network.Handle(new EchoHandler());
        await using ISubscription<PeerEvent> events = await two.Network.SubscribeAsync();
        IPeerConnection connection = await one.ConnectAsync(two);
        Task[] busy = [.. Enumerable.Range(0, 8).Select(_ => KeepBusyAsync(connection))];

        await two.Network.StopAsync(TestTime.Limit());
        await two.Network.StopAsync(TestTime.Limit());

        await Task.WhenAll(busy);
        await TestTime.UntilAsync(() => one.Network.Connected.IsEmpty);
        Assert.Empty(two.Network.Connected);
        List<PeerEvent> seen = [];
        await foreach (PeerEvent peerEvent in events)
        {
            seen.Add(peerEvent);
        }

        Assert.Equal(PeerEventKind.Disconnected, seen[^1].Kind);
        await Assert.ThrowsAsync<ObjectDisposedException>(
            async () => await two.Network.ConnectAsync(one.Address, TestTime.Limit()));
        await Assert.ThrowsAsync<PeerUnreachableException>(
            async () => await one.Network.ConnectAsync(Multiaddress.Parse("/memory/2"), TestTime.Limit()));
        await two.DisposeAsync();
    }

    [Fact]
    public async Task StopAsync_TokenFired_CutsWithoutWaiting()
    {
        await using TestNode one = await TestNode.StartAsync(1, _network);
        TestNode two = await TestNode.StartAsync(2, _network);
        StubbornHandler stubborn = new();
        two.Network.Handle(stubborn);
        IPeerConnection connection = await one.ConnectAsync(two);
        await using IPeerStream stream = await connection.OpenStreamAsync(stubborn.Protocol, TestTime.Limit());
        await stubborn.Entered;

        await two.Network.StopAsync(new CancellationToken(canceled: true));

        await TestTime.UntilAsync(() => one.Network.Connected.IsEmpty);
        stubborn.Release();
        await two.DisposeAsync();
    }

    private static async Task KeepBusyAsync(IPeerConnection connection)
    {
        try
        {
            await using IPeerStream stream = await connection.OpenStreamAsync(Echo, TestTime.Limit());
            while (true)
            {
                await stream.AssertEchoesAsync("busy");
            }
        }
        catch (Exception exception) when (exception is ConnectionClosedException or Xunit.Sdk.XunitException)
        {
            // The other node has stopped: an error that says so, or a stream that ended.
        }
    }

    private static async Task<PeerEvent> NextAsync(ISubscription<PeerEvent> events)
    {
        await foreach (PeerEvent peerEvent in events.WithCancellation(TestTime.Limit()))
        {
            return peerEvent;
        }

        throw new InvalidOperationException("The subscription has ended.");
    }

    private sealed class ThrowingHandler : IProtocolHandler
    {
        public static ProtocolId Id { get; } = new("/throws/1.0.0");

        public ProtocolId Protocol => Id;

        public async ValueTask HandleAsync(IPeerStream stream, CancellationToken cancellationToken)
        {
            await stream.Input.ReadAsync(cancellationToken);
            throw new InvalidOperationException("A mistake of the host's.");
        }
    }

    private sealed class StubbornHandler : IProtocolHandler
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ProtocolId Protocol { get; } = new("/stubborn/1.0.0");

        public Task Entered => _entered.Task;

        public void Release() => _released.TrySetResult();

        public async ValueTask HandleAsync(IPeerStream stream, CancellationToken cancellationToken)
        {
            _entered.TrySetResult();
            await _released.Task;
        }
    }
}
