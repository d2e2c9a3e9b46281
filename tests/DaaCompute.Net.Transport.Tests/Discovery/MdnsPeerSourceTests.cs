using DaaCompute.Net.Testing;
using DaaCompute.Net.Transport.Discovery;
using DaaCompute.Net.Transport.InMemory;
using DaaCompute.Net.Transport.Tests.Runtime;
using DaaCompute.Net.Transport.Udp;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Tests.Discovery;

public sealed class MdnsPeerSourceTests
{
    [Fact]
    public async Task DiscoverAsync_TwoNodesOnOneLink_FindEachOtherAndNotThemselves()
    {
        InMemoryNetwork network = new();
        await using TestNode one = await TestNode.StartAsync(1, network, options => options.Discovery.MdnsEnabled = true);
        await using TestNode two = await TestNode.StartAsync(2, network, options => options.Discovery.MdnsEnabled = true);
        await using IAsyncEnumerator<PeerInfo> ofOne = Discover(one, TestTime.Limit());
        await using IAsyncEnumerator<PeerInfo> ofTwo = Discover(two, TestTime.Limit());

        PeerInfo[] found = await Task.WhenAll(FirstAsync(ofOne), FirstAsync(ofTwo));

        Assert.Equal([two.Id, one.Id], found.Select(peer => peer.Id));
        Assert.Equal([two.Address, one.Address], found.Select(peer => Assert.Single(peer.Addresses)));
    }

    [Fact]
    public async Task DiscoverAsync_NotEnabled_EndsAtOnceAndSaysNothing()
    {
        InMemoryNetwork network = new();
        await using InMemoryMulticastLink spy = network.Join();
        await using TestNode node = await TestNode.StartAsync(1, network);

        await using IAsyncEnumerator<PeerInfo> found = Discover(node, TestTime.Limit());

        Assert.False(await found.MoveNextAsync());
        Assert.False(spy.ReceiveAsync(new byte[9_000], TestTime.Limit()).AsTask().IsCompleted);
    }

    [Fact]
    public async Task DiscoverAsync_Cancelled_SaysGoodbye()
    {
        InMemoryNetwork network = new();
        await using InMemoryMulticastLink spy = network.Join();
        await using TestNode node = await TestNode.StartAsync(1, network, options => options.Discovery.MdnsEnabled = true);
        using CancellationTokenSource stop = new();
        Task run = EnumerateAsync(node, stop.Token);
        MdnsMessage announcement = await NextAsync(spy, message => message.IsResponse);

        await stop.CancelAsync();
        MdnsMessage goodbye = await NextAsync(spy, message => message.IsResponse && message.Answers[0].TimeToLive == 0);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        Assert.All(announcement.Answers, record => Assert.Equal(120u, record.TimeToLive));
        Assert.Equal(announcement.Answers.Length, goodbye.Answers.Length);
        Assert.All(goodbye.Answers.Zip(announcement.Answers), pair => Assert.True(pair.First.IsSameAs(pair.Second)));
    }

    [Fact]
    public async Task DiscoverAsync_GarbageOnTheLink_IsPassedOver()
    {
        InMemoryNetwork network = new();
        await using InMemoryMulticastLink noise = network.Join();
        await using TestNode one = await TestNode.StartAsync(1, network, options => options.Discovery.MdnsEnabled = true);
        await using IAsyncEnumerator<PeerInfo> found = Discover(one, TestTime.Limit());
        ValueTask<bool> first = found.MoveNextAsync();
        await noise.SendAsync(new byte[] { 1, 2, 3 }, TestTime.Limit());
        await noise.SendAsync(new byte[9_000], TestTime.Limit());

        await using TestNode two = await TestNode.StartAsync(2, network, options => options.Discovery.MdnsEnabled = true);
        await using IAsyncEnumerator<PeerInfo> ofTwo = Discover(two, TestTime.Limit());
        ValueTask<bool> second = ofTwo.MoveNextAsync();

        Assert.True(await first && await second);
        Assert.Equal(two.Id, found.Current.Id);
    }

    [LoopbackMulticastFact]
    public async Task DiscoverAsync_TwoNodesOnLoopbackSockets_FindEachOther()
    {
        await using TestNode one = await StartOnLoopbackAsync(1);
        await using TestNode two = await StartOnLoopbackAsync(2);
        await using IAsyncEnumerator<PeerInfo> ofOne = Discover(one, TestTime.Limit());
        await using IAsyncEnumerator<PeerInfo> ofTwo = Discover(two, TestTime.Limit());

        PeerInfo[] found = await Task.WhenAll(FindAsync(ofOne, two.Id), FindAsync(ofTwo, one.Id));

        Assert.Equal([two.Address, one.Address], found.Select(peer => Assert.Single(peer.Addresses)));
    }

    [Fact]
    public async Task Reaches_UdpLink_OnlyAddressesOfTheLink()
    {
        UdpMulticastTransport transport = new();
        string loopback = transport.FindLinks().First(name => name.EndsWith("/127.0.0.1", StringComparison.Ordinal));
        await using UdpMulticastLink link = (UdpMulticastLink)transport.Join(loopback);

        Assert.True(link.Reaches(Multiaddress.Parse("/ip4/127.0.0.1/tcp/1")));
        Assert.False(link.Reaches(Multiaddress.Parse("/ip4/192.0.2.200/tcp/1")));
        Assert.False(link.Reaches(Multiaddress.Parse("/ip6/fe80::1/tcp/1")));
        Assert.False(link.Reaches(Multiaddress.Parse("/dns4/example.org/tcp/1")));
        Assert.False(link.Reaches(Multiaddress.Parse("/memory/1")));
        Assert.Throws<TransportException>(() => transport.Join("nowhere0/ip4"));
    }

    private static Task<TestNode> StartOnLoopbackAsync(byte number) => TestNode.StartAsync(
        number,
        builder => builder.AddTransport(options =>
        {
            options.ListenAddresses.Add("/ip4/127.0.0.1/tcp/0");
            options.Discovery.MdnsEnabled = true;
        }));

    private static IAsyncEnumerator<PeerInfo> Discover(TestNode node, CancellationToken cancellationToken) =>
        node.Source<MdnsPeerSource>().DiscoverAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

    private static async Task EnumerateAsync(TestNode node, CancellationToken cancellationToken)
    {
        await foreach (PeerInfo _ in node.Source<MdnsPeerSource>().DiscoverAsync(cancellationToken))
        {
        }
    }

    private static async Task<PeerInfo> FirstAsync(IAsyncEnumerator<PeerInfo> found)
    {
        Assert.True(await found.MoveNextAsync());
        return found.Current;
    }

    /// <summary>On a real link others may be found as well.</summary>
    private static async Task<PeerInfo> FindAsync(IAsyncEnumerator<PeerInfo> found, PeerId wanted)
    {
        do
        {
            Assert.True(await found.MoveNextAsync());
        }
        while (found.Current.Id != wanted);
        return found.Current;
    }

    private static async Task<MdnsMessage> NextAsync(InMemoryMulticastLink link, Func<MdnsMessage, bool> isWanted)
    {
        byte[] buffer = new byte[MdnsMessage.MaxLength];
        while (true)
        {
            MulticastDatagram datagram = await link.ReceiveAsync(buffer, TestTime.Limit());
            Assert.True(MdnsMessage.TryDecode(buffer.AsSpan(0, datagram.Length), out MdnsMessage? message));
            if (isWanted(message))
            {
                return message;
            }
        }
    }
}
