using DaaCompute.Net.Storage;
using DaaCompute.Net.Transport.Discovery;
using DaaCompute.Net.Transport.Runtime;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Transport.Tests.Runtime;

public sealed class PeerStoreTests
{
    private readonly InMemoryNetwork _network = new();
    private readonly FakeStateStore _store = new();
    private readonly ManualTime _time = new();
    private readonly TransportOptions _options = new();

    [Fact]
    public async Task StopAsync_PeersWereMet_TheNextRunKnowsThem()
    {
        PeerId met = await MeetAsync(2);

        await using TestNode next = await TestNode.StartAsync(1, _network);
        await using PeerStore store = await StartAsync(next);
        await store.Loaded;

        PeerInfo peer = Assert.Single(store.Snapshot());
        Assert.Equal(met, peer.Id);
        Assert.Equal(Multiaddress.Parse("/memory/2"), peer.Addresses[0]);
        Assert.NotEqual(0UL, peer.RecordSequence);
        Assert.False(peer.SignedRecord.IsEmpty);
    }

    [Fact]
    public async Task Interval_PeersWereMet_WritesThemTogetherAndOnce()
    {
        await using TestNode node = await TestNode.StartAsync(1, _network);
        await using TestNode two = await TestNode.StartAsync(2, _network);
        await using TestNode three = await TestNode.StartAsync(3, _network);
        await using PeerStore store = await StartAsync(node);
        await store.Loaded;
        await node.ConnectAsync(two);
        await three.ConnectAsync(node);
        await TestTime.UntilAsync(() => store.Snapshot().Length == 2);
        Assert.Equal(0, _store.Commits);

        await TestTime.UntilAsync(() =>
        {
            _time.Advance(_options.Discovery.StoredPeerInterval);
            return _store.Count == 2;
        });

        Assert.Equal(1, _store.Commits);
        _time.Advance(10 * _options.Discovery.StoredPeerInterval);
        Assert.Equal(1, _store.Commits);
    }

    [Fact]
    public async Task Identified_APeerThatListensNowhere_IsNotKeptByTheAddressItCameFrom()
    {
        await using TestNode node = await TestNode.StartAsync(1, _network);
        await using TestNode leaf = await TestNode.StartAsync(2, builder => builder.AddInMemoryTransport(_network).AddTransport());
        await using TestNode other = await TestNode.StartAsync(3, _network);
        await using PeerStore store = await StartAsync(node);
        await leaf.Network.ConnectAsync(node.Address, TestTime.Limit());
        await TestTime.UntilAsync(() => node.Network.FindConnection(leaf.Id)?.RemotePeer.AgentVersion is not null);

        await other.ConnectAsync(node);
        await TestTime.UntilAsync(() => !store.Snapshot().IsEmpty);

        Assert.Equal(other.Id, Assert.Single(store.Snapshot()).Id);
    }

    [Fact]
    public async Task Interval_StoreFull_TriesAgainUntilThereIsRoom()
    {
        await using TestNode node = await TestNode.StartAsync(1, _network);
        await using TestNode two = await TestNode.StartAsync(2, _network);
        await using PeerStore store = await StartAsync(node);
        _store.IsFull = true;
        await node.ConnectAsync(two);
        await TestTime.UntilAsync(() => store.Snapshot().Length == 1);
        await TestTime.UntilAsync(() =>
        {
            _time.Advance(_options.Discovery.StoredPeerInterval);
            return _store.Refusals >= 2;
        });

        _store.IsFull = false;
        await node.DisposeAsync();
        await store.DisposeAsync();

        Assert.Equal(1, _store.Count);
    }

    [Fact]
    public async Task StartAsync_AnEntryIsNoPeer_TheOthersAreKnown()
    {
        PeerId met = await MeetAsync(2);
        await _store.CommitAsync(
            [
                new StateChange(PeerStore.Collection, new byte[] { 1 }, new byte[] { 1 }),
                new StateChange(PeerStore.Collection, new TestIdentity(9).PeerId.Bytes, new byte[] { 0xff }),
            ],
            CancellationToken.None);

        await using TestNode next = await TestNode.StartAsync(1, _network);
        await using PeerStore store = await StartAsync(next);
        await store.Loaded;

        Assert.Equal(met, Assert.Single(store.Snapshot()).Id);
    }

    [Fact]
    public async Task StartAsync_StoreDamaged_TheNodeGoesOnWithout()
    {
        _store.IsDamaged = true;

        PeerId met = await MeetAsync(2);

        Assert.Equal(1, _store.Count);
        Assert.NotNull(await _store.GetAsync(PeerStore.Collection, met.Bytes, CancellationToken.None));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(10, false)]
    public async Task DiscoverAsync_NothingIsKept_EndsAtOnce(int capacity, bool hasStore)
    {
        _options.Discovery.StoredPeers = capacity;
        await using TestNode node = await TestNode.StartAsync(1, _network);
        await using PeerStore store = Create(node, hasStore ? _store : null);
        await store.StartAsync(TestTime.Limit());

        Assert.False(store.IsEnabled);
        await foreach (PeerInfo peer in new StoredPeerSource(store, Options.Create(_options), _time).DiscoverAsync(TestTime.Limit()))
        {
            Assert.Fail($"{peer.Id} was not kept");
        }
    }

    [Fact]
    public async Task DiscoverAsync_TimePasses_TellsThePeersAgainBeforeTheyAreForgotten()
    {
        PeerId met = await MeetAsync(2);
        await using TestNode next = await TestNode.StartAsync(1, _network);
        await using PeerStore store = await StartAsync(next);
        StoredPeerSource source = new(store, Options.Create(_options), _time);
        await using IAsyncEnumerator<PeerInfo> peers = source.DiscoverAsync(TestTime.Limit()).GetAsyncEnumerator();

        Assert.True(await peers.MoveNextAsync());
        Assert.Equal(met, peers.Current.Id);
        Task<bool> again = peers.MoveNextAsync().AsTask();
        Assert.False(again.IsCompleted);
        _time.Advance(_options.Discovery.AddressTimeToLive - TimeSpan.FromMinutes(1));

        Assert.True(await again);
        Assert.Equal(met, peers.Current.Id);
        Assert.Equal("stored", source.Name);
    }

    /// <summary>A whole run of node 1 in which it dials another one.</summary>
    private async Task<PeerId> MeetAsync(byte other)
    {
        await using TestNode two = await TestNode.StartAsync(other, _network);
        TestNode node = await TestNode.StartAsync(1, _network);
        PeerStore store = await StartAsync(node);
        await node.ConnectAsync(two);
        await TestTime.UntilAsync(() => store.Snapshot().Length == 1);
        await node.DisposeAsync();
        await store.DisposeAsync();
        return two.Id;
    }

    private async Task<PeerStore> StartAsync(TestNode node)
    {
        PeerStore store = Create(node, _store);
        await store.StartAsync(TestTime.Limit());
        return store;
    }

    private PeerStore Create(TestNode node, IStateStore? store) =>
        new(node.Network, Options.Create(_options), _time, NullLogger<PeerStore>.Instance, store);
}
