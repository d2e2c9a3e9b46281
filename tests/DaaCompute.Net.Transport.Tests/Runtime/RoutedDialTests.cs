using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.Transport.Tests.Runtime;

public sealed class RoutedDialTests
{
    private readonly InMemoryNetwork _network = new();
    private readonly FakeRouting _routing = new();

    [Fact]
    public async Task ConnectAsync_PeerNotInTheDirectory_AsksTheNetwork()
    {
        await using TestNode one = await StartAsync(1);
        await using TestNode two = await TestNode.StartAsync(2, _network);
        _routing.Found = new PeerInfo(two.Id, [two.Address]);

        IPeerConnection connection = await one.Network.ConnectAsync(two.Id, TestTime.Limit());

        Assert.Equal(two.Id, connection.RemotePeer.Id);
        Assert.Equal([two.Id], _routing.Asked);
    }

    [Fact]
    public async Task ConnectAsync_DirectoryIsOutOfDate_AsksTheNetwork()
    {
        await using TestNode one = await StartAsync(1);
        await using TestNode two = await TestNode.StartAsync(2, _network);
        one.Directory.Add(new PeerInfo(two.Id, [Multiaddress.Parse("/memory/99")]), TimeSpan.FromHours(1));
        _routing.Found = new PeerInfo(two.Id, [two.Address]);

        Assert.Equal(two.Id, (await one.Network.ConnectAsync(two.Id, TestTime.Limit())).RemotePeer.Id);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("what is known")]
    [InlineData("another peer")]
    [InlineData("an error")]
    public async Task ConnectAsync_NetworkDoesNotHelp_SaysWhatWasTried(string answer)
    {
        await using TestNode one = await StartAsync(1);
        PeerId absent = new TestIdentity(7).PeerId;
        Multiaddress dead = Multiaddress.Parse("/memory/99");
        one.Directory.Add(new PeerInfo(absent, [dead]), TimeSpan.FromHours(1));
        _routing.Fails = answer == "an error";
        _routing.Found = answer switch
        {
            "what is known" => new PeerInfo(absent, [dead.WithPeer(absent)]),
            "another peer" => new PeerInfo(one.Id, [one.Address]),
            _ => null,
        };

        PeerUnreachableException error = await Assert.ThrowsAsync<PeerUnreachableException>(
            async () => await one.Network.ConnectAsync(absent, TestTime.Limit()));

        Assert.Contains(dead.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Equal([absent], _routing.Asked);
    }

    [Fact]
    public async Task ConnectAsync_ManyAtOnce_AskOnce()
    {
        await using TestNode one = await StartAsync(1);
        await using TestNode two = await TestNode.StartAsync(2, _network);
        _routing.Found = new PeerInfo(two.Id, [two.Address]);
        _routing.MayAnswer = new TaskCompletionSource();

        Task<IPeerConnection>[] dials =
            [.. Enumerable.Range(0, 5).Select(_ => one.Network.ConnectAsync(two.Id, TestTime.Limit()).AsTask())];
        await TestTime.UntilAsync(() => !_routing.Asked.IsEmpty);
        _routing.MayAnswer.SetResult();

        Assert.Single((await Task.WhenAll(dials)).Distinct());
    }

    [Fact]
    public async Task OpenStreamAsync_PeerNotInTheDirectory_AsksNobody()
    {
        await using TestNode one = await StartAsync(1);
        await using TestNode two = await TestNode.StartAsync(2, _network);
        _routing.Found = new PeerInfo(two.Id, [two.Address]);

        await Assert.ThrowsAsync<PeerUnreachableException>(
            async () => await one.Network.OpenStreamAsync(two.Id, new ProtocolId("/x/1"), TestTime.Limit()));

        Assert.Empty(_routing.Asked);
    }

    private Task<TestNode> StartAsync(byte number) => TestNode.StartAsync(number, builder =>
    {
        builder.Services.AddSingleton<IPeerRouting>(_routing);
        builder.AddInMemoryTransport(_network).AddTransport(options => options.ListenAddresses.Add($"/memory/{number}"));
    });

    private sealed class FakeRouting : IPeerRouting
    {
        public PeerInfo? Found { get; set; }

        public bool Fails { get; set; }

        public TaskCompletionSource? MayAnswer { get; set; }

        public System.Collections.Concurrent.ConcurrentQueue<PeerId> Asked { get; } = [];

        public async ValueTask<PeerInfo?> FindPeerAsync(PeerId peer, CancellationToken cancellationToken)
        {
            Asked.Enqueue(peer);
            if (MayAnswer is not null)
            {
                await MayAnswer.Task.WaitAsync(cancellationToken);
            }

            return Fails ? throw new ConnectionClosedException("The network is gone.") : Found;
        }
    }
}
