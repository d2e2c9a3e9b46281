using System.Collections.Concurrent;
using DaaCompute.Net.Dht;
using DaaCompute.Net.Gossip;
using DaaCompute.Net.Training.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace DaaCompute.Net.Training.Runtime;

public sealed class MemberSearchTests : IAsyncDisposable
{
    private static readonly GroupId Group = new("test");

    private readonly TestGroup _world = new();
    private readonly ConcurrentDictionary<(ContentKey Key, PeerId Peer), PeerInfo> _providers = new();
    private readonly List<FakeGossip> _gossip = [];

    [Fact]
    public async Task Join_MembersWithNoPeerInCommon_FindEachOtherThroughTheDht()
    {
        TestNode[] nodes = await AddAsync(3, dht: true, gossip: false);

        IAllReduceGroup[] groups = await JoinAllAsync(nodes);

        Assert.All(groups, group => Assert.Equal(3, group.Members.Length));
        await DisposeAsync();
        Assert.Empty(_providers);
    }

    [Fact]
    public async Task Join_MembersWithNoPeerInCommon_FindEachOtherThroughTheTopic()
    {
        TestNode[] nodes = await AddAsync(3, dht: false, gossip: true);

        IAllReduceGroup[] groups = await JoinAllAsync(nodes);

        Assert.All(groups, group => Assert.Equal(3, group.Members.Length));
    }

    [Fact]
    public async Task Join_ProvidersThatAreNotThere_AreNoObstacle()
    {
        TestNode[] nodes = await AddAsync(2, dht: true, gossip: false);
        for (int stranger = 100; stranger < 400; stranger++)
        {
            var peer = new PeerInfo(TestPeers.Id(stranger), [Multiaddress.Parse("/memory/404")]);
            _providers[(MemberSearch.KeyOf(Group), peer.Id)] = peer;
        }

        IAllReduceGroup[] groups = await JoinAllAsync(nodes);

        Assert.All(groups, group => Assert.Equal(2, group.Members.Length));
    }

    [Fact]
    public async Task Join_NonsenseOnTheTopic_IsPassedOver()
    {
        TestNode[] nodes = await AddAsync(2, dht: false, gossip: true);
        FakeGossip stranger = FakeGossip.Create(TestPeers.Id(99), _gossip);
        Task<IAllReduceGroup[]> joining = JoinAllAsync(nodes);
        var topic = new Topic("/daa-compute/groups/test");
        await stranger.WaitForMeshAsync(topic);
        await stranger.PublishAsync(topic, new byte[] { 1, 2, 3 });
        await stranger.PublishAsync(topic, new byte[100_000]);
        await stranger.PublishAsync(topic, ReadOnlyMemory<byte>.Empty);

        Assert.All(await joining, group => Assert.Equal(2, group.Members.Length));
    }

    [Fact]
    public async Task Run_TheTableGrows_ProvidesAgainEachTimeItHasDoubled()
    {
        var router = new SharedContentRouter(_world.Hub.Add(1).LocalPeer, _providers) { Known = 0 };
        var search = new MemberSearch(router, null, _world.Time, NullLogger.Instance);
        using CancellationTokenSource closed = new();
        Task running = search.RunAsync(Group, default, static _ => { }, static _ => { }, closed.Token);
        List<int> provided = [];
        foreach (int known in (int[])[0, 1, 2, 3, 6, 7, 100])
        {
            router.Known = known;
            int searches = router.Searches;
            while (router.Searches < searches + 2)
            {
                _world.Time.Advance(TimeSpan.FromMinutes(1));
                await Task.Delay(1);
            }

            provided.Add(router.Provided);
        }

        await closed.CancelAsync();
        await running;

        Assert.Equal([0, 1, 1, 2, 2, 3, 4], provided);
        Assert.Empty(_providers);
    }

    [Fact]
    public async Task Run_ADhtThatFails_LeavesTheTopicToWork()
    {
        var router = new SharedContentRouter(_world.Hub.Add(1).LocalPeer, _providers) { Fails = true };
        FakeGossip gossip = FakeGossip.Create(TestPeers.Id(1), _gossip);
        FakeGossip other = FakeGossip.Create(TestPeers.Id(2), _gossip);
        var search = new MemberSearch(router, gossip, _world.Time, NullLogger.Instance);
        using CancellationTokenSource closed = new();
        TaskCompletionSource<GossipMessage> heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task running = search.RunAsync(Group, new byte[] { 7 }, static _ => { }, message => heard.TrySetResult(message), closed.Token);

        var topic = new Topic("/daa-compute/groups/test");
        await other.WaitForMeshAsync(topic);
        await other.PublishAsync(topic, new byte[] { 9 });

        Assert.Equal([9], (await heard.Task).Data.ToArray());
        await closed.CancelAsync();
        await running;
    }

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        _world.Nodes.Clear();
    }

    private async Task<TestNode[]> AddAsync(int count, bool dht, bool gossip)
    {
        for (int number = 1; number <= count; number++)
        {
            PeerInfo self = new(TestPeers.Id(number), [Multiaddress.Parse($"/memory/{number + 1}")]);
            _world.Nodes.Add(await TestNode.StartAsync(
                _world.Hub,
                number,
                _world.Time,
                dht ? new SharedContentRouter(self, _providers) : null,
                gossip ? FakeGossip.Create(self.Id, _gossip) : null));
        }

        return [.. _world.Nodes];
    }

    private Task<IAllReduceGroup[]> JoinAllAsync(TestNode[] nodes) => _world.WithTimeAsync(
        Task.WhenAll(nodes.Select(node => node.JoinAsync(TestGroup.Options(nodes.Length)))));
}
