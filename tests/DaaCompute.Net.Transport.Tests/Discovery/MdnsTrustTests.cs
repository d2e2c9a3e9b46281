using System.Net;
using DaaCompute.Net.Transport.Discovery;
using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Tests.Runtime;
using DaaCompute.Net.Transport.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DaaCompute.Net.Transport.Tests.Discovery;

/// <summary>Whose datagrams count, and what a flood of them costs.</summary>
public sealed class MdnsTrustTests : IAsyncDisposable
{
    private static readonly byte[] Query =
        new MdnsMessage { Id = 5, Questions = [new DnsQuestion(MdnsNames.Service, DnsType.Ptr)] }.Encode();

    private readonly FakeMulticastLink _link = new();

    [Fact]
    public async Task Receive_ResponseFromBeyondTheLinkOrAnotherPort_IsNotBelieved()
    {
        await using TestNode node = await StartAsync();
        await using IAsyncEnumerator<PeerInfo> found = Discover(node);
        Task<bool> first = found.MoveNextAsync().AsTask();

        _link.Deliver(Response("one", 2), "198.51.100.1:5353", isOnLink: false);
        _link.Deliver(Response("two", 3), "192.0.2.3:40000");
        _link.Deliver(Response("three", 4), "192.0.2.4:5353");

        Assert.True(await first);
        Assert.Equal(new TestIdentity(4).PeerId, found.Current.Id);
    }

    [Fact]
    public async Task Receive_QueryFromAnotherPort_IsAnsweredAloneAndFiveTimesInARow()
    {
        ManualTime time = new();
        await using TestNode node = await StartAsync(time);
        await using IAsyncEnumerator<PeerInfo> found = Discover(node);
        _ = found.MoveNextAsync().AsTask();
        for (int count = 0; count < 20; count++)
        {
            _link.Deliver(Query, "192.0.2.7:40000");
        }

        _link.Deliver(Query, "198.51.100.1:40000", isOnLink: false);
        List<IPEndPoint> answered = [];
        _link.Deliver(Response("last", 4), "192.0.2.4:5353");
        await TestTime.UntilAsync(() => _link.Taken >= 22);
        while (_link.Sent.TryRead(out (byte[] Bytes, IPEndPoint? Destination) sent))
        {
            if (sent.Destination is not null)
            {
                Assert.True(MdnsMessage.TryDecode(sent.Bytes, out MdnsMessage? answer));
                Assert.Equal(5, answer.Id);
                answered.Add(sent.Destination);
            }
        }

        Assert.Equal(Enumerable.Repeat(IPEndPoint.Parse("192.0.2.7:40000"), 5), answered);
    }

    [Fact]
    public async Task Receive_AFlood_IsDroppedBeyondItsBurst()
    {
        ManualTime time = new();
        await using TestNode node = await StartAsync(time);
        await using IAsyncEnumerator<PeerInfo> found = Discover(node);
        Task<bool> first = found.MoveNextAsync().AsTask();
        for (int count = 0; count < 400; count++)
        {
            _link.Deliver([1], "192.0.2.7:5353");
        }

        _link.Deliver(Response("unheard", 2), "192.0.2.4:5353");
        await TestTime.UntilAsync(() => _link.Taken >= 401);
        bool wasHeard = first.IsCompleted;
        time.Advance(TimeSpan.FromSeconds(1));
        _link.Deliver(Response("heard", 3), "192.0.2.4:5353");

        Assert.False(wasHeard);
        Assert.True(await first);
        Assert.Equal(new TestIdentity(3).PeerId, found.Current.Id);
    }

    [Fact]
    public async Task DiscoverAsync_Cancelled_LeavesTheLink()
    {
        await using TestNode node = await StartAsync();
        using CancellationTokenSource stop = new();
        IAsyncEnumerator<PeerInfo> found = node.Source<MdnsPeerSource>().DiscoverAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        Task<bool> first = found.MoveNextAsync().AsTask();

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await found.DisposeAsync();

        Assert.True(_link.IsDisposed);
    }

    public ValueTask DisposeAsync() => _link.DisposeAsync();

    private static byte[] Response(string name, byte peer)
    {
        DnsName instance = MdnsNames.Service.Prepend(name);
        string text = $"dnsaddr=/ip4/192.0.2.{peer}/tcp/1/p2p/{new TestIdentity(peer).PeerId}";
        return new MdnsMessage
        {
            IsResponse = true,
            Answers = [new DnsRecord(MdnsNames.Service, DnsType.Ptr, 120, false, new DnsPointer(instance))],
            Additionals = [new DnsRecord(instance, DnsType.Txt, 120, true, new DnsText([text]))],
        }.Encode();
    }

    private static IAsyncEnumerator<PeerInfo> Discover(TestNode node) =>
        node.Source<MdnsPeerSource>().DiscoverAsync(TestTime.Limit()).GetAsyncEnumerator();

    private Task<TestNode> StartAsync(TimeProvider? time = null) => TestNode.StartAsync(
        1,
        builder =>
        {
            builder.AddTransport(options =>
            {
                options.AnnounceAddresses.Add("/ip4/192.0.2.1/tcp/4001");
                options.Discovery.MdnsEnabled = true;
            });
            builder.Services.RemoveAll<IMulticastTransport>();
            builder.Services.AddSingleton<IMulticastTransport>(_link);
        },
        time);
}
