using System.Collections.Immutable;
using System.Threading.Channels;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Transport.Discovery;
using DaaCompute.Net.Transport.Runtime;
using DaaCompute.Net.Transport.Tests.Runtime;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Tests.Discovery;

/// <summary>Nodes that know a rendezvous point and nobody else.</summary>
public sealed class RendezvousTests
{
    private readonly InMemoryNetwork _network = new();

    [Theory]
    [InlineData("/memory/{0}")]
    [InlineData("/ip4/127.0.0.1/tcp/0")]
    public async Task DiscoverAsync_TwoNodesAndAPoint_FindEachOther(string listen)
    {
        await using TestNode point = await StartAsync(9, listen, options => options.RendezvousServer = true);
        await using TestNode one = await StartAsync(1, listen, options => Ask(options, point));
        await using TestNode two = await StartAsync(2, listen, options => Ask(options, point));

        // Whoever registers first finds the other when it asks again.
        await using IAsyncEnumerator<PeerInfo> ofTwo = Discover(two);
        Task<bool> second = ofTwo.MoveNextAsync().AsTask();
        await using IAsyncEnumerator<PeerInfo> ofOne = Discover(one);

        Assert.True(await ofOne.MoveNextAsync() && await second);
        Assert.Equal((two.Id, one.Id), (ofOne.Current.Id, ofTwo.Current.Id));
        Assert.Equal([two.Address], ofOne.Current.Addresses.AsEnumerable());
    }

    [Fact]
    public async Task DiscoverAsync_OnePointIsDead_TheOtherServes()
    {
        await using TestNode point = await StartPointAsync();
        await using TestNode one = await StartAsync(1, "/memory/{0}", options => options.RendezvousPoints.Add(AddressOf(point)));
        await VisitAsync(one, point);
        await using TestNode two = await StartAsync(2, "/memory/{0}", options =>
        {
            options.RendezvousPoints.Add("/memory/404");
            options.RendezvousPoints.Add(AddressOf(point));
        });

        await using IAsyncEnumerator<PeerInfo> found = Discover(two);

        Assert.True(await found.MoveNextAsync());
        Assert.Equal(one.Id, found.Current.Id);
    }

    [Fact]
    public async Task DiscoverAsync_Cancelled_TakesTheRegistrationBack()
    {
        await using TestNode point = await StartPointAsync();
        await using TestNode one = await StartAsync(1, "/memory/{0}", options => options.RendezvousPoints.Add(AddressOf(point)));
        await using TestNode two = await StartAsync(2, "/memory/{0}");
        using CancellationTokenSource stop = new();
        Task run = EnumerateAsync(one, stop.Token);
        await UntilAsync(async () => (await VisitAsync(two, point)).Length == 1);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        await using TestNode three = await StartAsync(3, "/memory/{0}");
        Assert.Equal([two.Id], (await VisitAsync(three, point)).Select(peer => peer.Id));
    }

    [Fact]
    public async Task DiscoverAsync_NotConfigured_EndsAtOnce()
    {
        await using TestNode node = await StartAsync(1, "/memory/{0}");
        await using IAsyncEnumerator<PeerInfo> found = Discover(node);

        Assert.False(await found.MoveNextAsync());
        Assert.DoesNotContain(RendezvousHandler.RendezvousProtocol, node.Network.LocalPeer.Protocols);
    }

    [Fact]
    public async Task VisitAsync_AgainAndAfterARestartOfThePoint_ReadsWhatIsNewThenAll()
    {
        await using TestNode point = await StartPointAsync();
        await using TestNode one = await StartAsync(1, "/memory/{0}");
        await using TestNode two = await StartAsync(2, "/memory/{0}");
        await VisitAsync(one, point);
        RendezvousClient client = ClientOf(two, point);

        PeerId[] first = await VisitAsync(client);
        PeerId[] second = await VisitAsync(client);
        await point.RestartLayerAsync<RendezvousService>();
        await VisitAsync(one, point);
        PeerId[] third = await VisitAsync(client);

        Assert.Equal([one.Id], first);
        Assert.Empty(second);
        Assert.Equal([one.Id], third);
    }

    [Fact]
    public async Task VisitAsync_HalfOfTheLifeIsOver_RegistersAgain()
    {
        ManualTime time = new();
        await using TestNode point = await StartAsync(9, "/memory/{0}", options => options.RendezvousServer = true, time);
        await using TestNode one = await StartAsync(1, "/memory/{0}", time: time);
        await using TestNode two = await StartAsync(2, "/memory/{0}", time: time);
        RendezvousClient client = ClientOf(one, point, time);
        await VisitAsync(client);
        time.Advance(TimeSpan.FromMinutes(59));
        await VisitAsync(client);
        ulong before = await LifeOfAsync(two, point, one.Id);

        time.Advance(TimeSpan.FromMinutes(1));
        await VisitAsync(client);

        Assert.Equal(61u * 60, before);
        Assert.Equal(120u * 60, await LifeOfAsync(two, point, one.Id));
    }

    [Fact]
    public async Task VisitAsync_NobodyCanDialThisNode_OnlyReads()
    {
        await using TestNode point = await StartPointAsync();
        await using TestNode silent = await TestNode.StartAsync(1, builder => builder.AddInMemoryTransport(_network).AddTransport());
        await using TestNode two = await StartAsync(2, "/memory/{0}");

        Assert.Empty(await VisitAsync(silent, point));
        Assert.Empty(await VisitAsync(two, point));
        Assert.Equal([two.Id], (await VisitAsync(silent, point)).Select(peer => peer.Id));
    }

    [Fact]
    public async Task VisitAsync_NoPointThere_IsATypedError()
    {
        await using TestNode other = await StartAsync(9, "/memory/{0}");
        await using TestNode one = await StartAsync(1, "/memory/{0}");

        await Assert.ThrowsAsync<ProtocolNotSupportedException>(() => VisitAsync(one, other));
        await Assert.ThrowsAsync<PeerUnreachableException>(() => VisitAsync(ClientOf(one, "/memory/404")));
    }

    [Fact]
    public async Task Handler_RecordOfAnotherPeerOrNone_IsRefused()
    {
        await using TestNode point = await StartPointAsync();
        await using TestNode one = await StartAsync(1, "/memory/{0}");
        byte[] others = new SignedAddresses(new TestIdentity(2), new TestEnvelopes(2), TimeProvider.System).Seal([one.Address]);
        byte[] forged = new SignedAddresses(new TestIdentity(1), new TestEnvelopes(2), TimeProvider.System).Seal([one.Address]);

        foreach (byte[] record in (byte[][])[others, forged, [], new byte[8_193]])
        {
            RendezvousMessage answer = await AskAsync(one, point, new RendezvousRegister(new RendezvousRegistration("ns", record, 0)));
            Assert.Equal(RendezvousStatus.InvalidSignedPeerRecord, Assert.IsType<RendezvousRegisterResponse>(answer).Status);
        }
    }

    [Fact]
    public async Task Handler_WhatIsNoRequest_ResetsTheStreamAlone()
    {
        await using TestNode point = await StartPointAsync();
        await using TestNode one = await StartAsync(1, "/memory/{0}");
        RendezvousDiscoverResponse answer = new(RendezvousStatus.Ok, null, [], ReadOnlyMemory<byte>.Empty);

        await Assert.ThrowsAsync<ConnectionClosedException>(() => AskAsync(one, point, answer));

        Assert.Empty(await VisitAsync(one, point));
    }

    private Task<TestNode> StartPointAsync() => StartAsync(9, "/memory/{0}", options => options.RendezvousServer = true);

    private Task<TestNode> StartAsync(
        byte number, string listen, Action<PeerDiscoveryOptions>? configure = null, TimeProvider? time = null) =>
        TestNode.StartAsync(
            number,
            builder => builder.AddInMemoryTransport(_network).AddTransport(options =>
            {
                options.ListenAddresses.Add(listen.Replace("{0}", $"{number}", StringComparison.Ordinal));
                configure?.Invoke(options.Discovery);
            }),
            time);

    private static void Ask(PeerDiscoveryOptions options, TestNode point)
    {
        options.RendezvousPoints.Add(AddressOf(point));
        options.RendezvousInterval = TimeSpan.FromSeconds(1);
    }

    private static string AddressOf(TestNode node) => node.Address.WithPeer(node.Id).ToString();

    private static IAsyncEnumerator<PeerInfo> Discover(TestNode node) =>
        node.Source<RendezvousPeerSource>().DiscoverAsync(TestTime.Limit()).GetAsyncEnumerator();

    private static async Task EnumerateAsync(TestNode node, CancellationToken cancellationToken)
    {
        await foreach (PeerInfo _ in node.Source<RendezvousPeerSource>().DiscoverAsync(cancellationToken))
        {
        }
    }

    private static RendezvousClient ClientOf(TestNode node, TestNode point, TimeProvider? time = null) =>
        ClientOf(node, AddressOf(point), time);

    private static RendezvousClient ClientOf(TestNode node, string point, TimeProvider? time = null)
    {
        byte number = (byte)Enumerable.Range(1, 9).First(each => new TestIdentity((byte)each).PeerId == node.Id);
        TestEnvelopes envelopes = new(number);
        TimeProvider clock = time ?? TimeProvider.System;
        return new RendezvousClient(
            Multiaddress.Parse(point),
            node.Network,
            new SignedAddresses(new TestIdentity(number), envelopes, clock),
            envelopes,
            new PeerDiscoveryOptions(),
            TimeSpan.FromMinutes(5),
            clock);
    }

    private static async Task<PeerInfo[]> VisitAsync(TestNode node, TestNode point)
    {
        Channel<PeerInfo> found = Channel.CreateUnbounded<PeerInfo>();
        await ClientOf(node, point).VisitAsync(found.Writer, TestTime.Limit());
        found.Writer.Complete();
        return await found.Reader.ReadAllAsync().ToArrayAsync();
    }

    private static async Task<PeerId[]> VisitAsync(RendezvousClient client)
    {
        Channel<PeerInfo> found = Channel.CreateUnbounded<PeerInfo>();
        await client.VisitAsync(found.Writer, TestTime.Limit());
        found.Writer.Complete();
        return [.. (await found.Reader.ReadAllAsync().ToArrayAsync()).Select(peer => peer.Id)];
    }

    /// <summary>How long a registration still lives, in seconds.</summary>
    private static async Task<ulong> LifeOfAsync(TestNode node, TestNode point, PeerId peer)
    {
        RendezvousMessage answer = await AskAsync(node, point, new RendezvousDiscover(null, 0, ReadOnlyMemory<byte>.Empty));
        TestEnvelopes envelopes = new(1);
        return Assert.IsType<RendezvousDiscoverResponse>(answer).Registrations.Single(registration =>
            SignedPeerRecord.TryOpen(envelopes, registration.SignedRecord.Span, out PeerRecord? record) && record.PeerId == peer).TimeToLive;
    }

    private static async Task<RendezvousMessage> AskAsync(TestNode node, TestNode point, RendezvousMessage request)
    {
        IPeerConnection connection = await node.Network.ConnectAsync(Multiaddress.Parse(AddressOf(point)), TestTime.Limit());
        await using IPeerStream stream = await connection.OpenStreamAsync(RendezvousHandler.RendezvousProtocol, TestTime.Limit());
        await LengthPrefixedMessage.WriteAsync(stream.Output, request.Encode(), TestTime.Limit());
        byte[] encoded = await LengthPrefixedMessage.ReadAsync(stream.Input, RendezvousMessage.MaxLength, TestTime.Limit());
        Assert.True(RendezvousMessage.TryDecode(encoded, out RendezvousMessage? answer));
        return answer;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        CancellationToken limit = TestTime.Limit();
        while (!await condition())
        {
            await Task.Delay(1, limit);
        }
    }
}
