using System.Text;
using DaaCompute.Net.Dht.Tests.Fakes;
using DaaCompute.Net.Storage;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.Dht.Tests.Runtime;

public sealed class KademliaRouterTests
{
    private static readonly ContentKey Shard = ContentKey.ForContent("a model shard"u8);

    [Fact]
    public async Task Start_TenNodesWithOneBootstrapAddress_BecomeOneDht()
    {
        await using TestNetwork network = await TestNetwork.StartAsync(10);

        await network[3].Content.ProvideAsync(Shard, TestNode.Limit());
        List<PeerInfo> found = await FindProvidersAsync(network[8]);

        PeerInfo provider = Assert.Single(found);
        Assert.Equal(network[3].Id, provider.Id);
        Assert.Contains(network[3].Address.WithoutPeer()!, provider.Addresses);
        Assert.Equal(DhtMode.Server, network[3].Content.Status.Mode);
        Assert.Equal(1, network[3].Content.Status.ProvidedKeys);
    }

    [Fact]
    public async Task PutValue_ThenGetElsewhere_GivesTheValue()
    {
        await using TestNetwork network = await TestNetwork.StartAsync(5);
        ContentKey key = ContentKey.FromText("/test/settings");
        byte[] value = NewestValidator.Value(1, "one");

        await network[1].Content.PutValueAsync(key, value, TestNode.Limit());

        ReadOnlyMemory<byte>? got = await network[4].Content.GetValueAsync(key, TestNode.Limit());
        Assert.Equal(value, got?.ToArray());
    }

    [Fact]
    public async Task GetValue_HoldersDisagree_GivesTheBestAndCorrectsTheOthers()
    {
        await using TestNetwork network = await TestNetwork.StartAsync(4);
        ContentKey key = ContentKey.FromText("/test/settings");
        await network[0].Content.PutValueAsync(key, NewestValidator.Value(1, "old"), TestNode.Limit());
        TestNode late = await network.AddAsync();
        await TestNode.UntilAsync(() => late.TablePeers == 4);
        byte[] newer = NewestValidator.Value(2, "new");
        await late.Content.PutValueAsync(key, newer, TestNode.Limit());

        await Assert.ThrowsAsync<RecordRejectedException>(async () =>
            await network[0].Content.PutValueAsync(key, NewestValidator.Value(1, "old"), TestNode.Limit()));
        foreach (int reader in new[] { 0, 1, 2, 3 })
        {
            ReadOnlyMemory<byte>? got = await network[reader].Content.GetValueAsync(key, TestNode.Limit());
            Assert.Equal(newer, got?.ToArray());
        }
    }

    [Fact]
    public async Task PutValue_NamespaceWithoutValidator_IsRefusedWithTheNamespace()
    {
        await using TestNetwork network = await TestNetwork.StartAsync(2);
        ContentKey key = ContentKey.FromText("/unknown/key");

        RecordRejectedException put = await Assert.ThrowsAsync<RecordRejectedException>(async () =>
            await network[0].Content.PutValueAsync(key, new byte[8]));
        RecordRejectedException get = await Assert.ThrowsAsync<RecordRejectedException>(async () =>
            await network[0].Content.GetValueAsync(key));

        Assert.Contains("/unknown/", put.Message, StringComparison.Ordinal);
        Assert.Contains("/unknown/", get.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PutValue_NobodyElse_SaysThatItIsNotStored()
    {
        await using TestNode alone = await TestNode.StartAsync(new InMemoryNetwork(), 1);

        await Assert.ThrowsAsync<RecordNotStoredException>(async () =>
            await alone.Content.PutValueAsync(ContentKey.FromText("/test/a"), NewestValidator.Value(1, "x")));
    }

    [Fact]
    public async Task PutValue_PublicKeyOfItsPeer_IsFoundByTheBuiltInRules()
    {
        await using TestNetwork network = await TestNetwork.StartAsync(3);
        PeerPublicKey publicKey = network[0].Peers.FindConnection(network[1].Id)?.RemoteKey
            ?? (await network[0].Peers.ConnectAsync(network[1].Id)).RemoteKey;
        ContentKey key = new([.. "/pk/"u8, .. publicKey.PeerId.Bytes.Span]);

        await network[0].Content.PutValueAsync(key, publicKey.Encoded, TestNode.Limit());

        Assert.Equal(publicKey.Encoded.ToArray(), (await network[2].Content.GetValueAsync(key, TestNode.Limit()))?.ToArray());
        await Assert.ThrowsAsync<RecordRejectedException>(async () =>
            await network[0].Content.PutValueAsync(key, Encoding.ASCII.GetBytes("another key")));
    }

    [Fact]
    public async Task Provide_KeyIsNoMultihash_IsTheCallersMistake()
    {
        await using TestNode alone = await TestNode.StartAsync(new InMemoryNetwork(), 1);

        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await alone.Content.ProvideAsync(ContentKey.FromText("plain text")));
    }

    [Fact]
    public async Task FindPeer_NeverMetBefore_IsFoundAndVerified()
    {
        InMemoryNetwork memory = new();
        await using TestNode hub = await TestNode.StartAsync(memory, 1);
        await using TestNode first = await TestNode.StartAsync(memory, 2, hub, Alone);
        await using TestNode second = await TestNode.StartAsync(memory, 3, hub, Alone);
        await TestNode.UntilAsync(() => hub.TablePeers == 2 && first.TablePeers >= 1 && second.TablePeers >= 1);

        // Nothing for as long as a lookup of the node's own is dialling that peer, and no address that can be dialled until a
        // peer that dialled this node has said where it listens.
        CancellationToken limit = TestNode.Limit();
        PeerInfo? found;
        while ((found = await first.Routing.FindPeerAsync(second.Id, limit)) is null
            || !found.Addresses.Contains(second.Address.WithoutPeer()!))
        {
            await Task.Delay(10, limit);
        }

        Assert.Equal(second.Id, found.Id);
        Assert.Null(await first.Content.FindPeerAsync(TestPeers.Id(99), TestNode.Limit()));

        static void Alone(DhtOptions options) => options.RefreshInterval = TimeSpan.FromHours(1);
    }

    [Fact]
    public async Task Mode_Client_AsksButIsInNobodysTableAndAnswersNothing()
    {
        await using TestNetwork network = await TestNetwork.StartAsync(3);
        await using TestNode client = await TestNode.StartAsync(
            network.Memory, 9, network[0], options => options.Mode = DhtMode.Client);
        await TestNode.UntilAsync(() => client.TablePeers == 3);

        await client.Content.ProvideAsync(Shard, TestNode.Limit());

        Assert.Equal(client.Id, Assert.Single(await FindProvidersAsync(network[2])).Id);
        Assert.Equal(DhtMode.Client, client.Content.Status.Mode);
        Assert.All(Enumerable.Range(0, 3), index => Assert.Equal(2, network[index].TablePeers));
        IPeerConnection connection = await network[1].Peers.ConnectAsync(client.Id, TestNode.Limit());
        await Assert.ThrowsAsync<ProtocolNotSupportedException>(async () =>
        {
            await using IPeerStream stream = await connection.OpenStreamAsync(new ProtocolId("/qudag/kad/1.0.0"));
            await stream.Output.WriteAsync(new byte[1]);
            await stream.Input.ReadAsync(TestNode.Limit());
        });
    }

    [Fact]
    public async Task Start_TableKeptFromBefore_JoinsWithoutBootstrap()
    {
        InMemoryNetwork memory = new();
        MemoryStateStore store = new();
        await using TestNode hub = await TestNode.StartAsync(memory, 1);
        await using TestNode other = await TestNode.StartAsync(memory, 2, hub);
        await using (TestNode before = await TestNode.StartAsync(memory, 3, hub, services: Keep))
        {
            await TestNode.UntilAsync(() => before.TablePeers == 2);
            await other.Content.ProvideAsync(Shard, TestNode.Limit());

            // Nobody answers ADD_PROVIDER, so the record may still be on its way.
            await TestNode.UntilAsync(() => before.Content.Status.ProviderRecords == 1);
        }

        await using TestNode after = await TestNode.StartAsync(memory, 3, bootstrap: null, services: Keep);

        Assert.Equal(1, after.Content.Status.ProviderRecords);
        await TestNode.UntilAsync(() => after.TablePeers == 2);
        Assert.True(store.Commits > 0);

        void Keep(IServiceCollection services) => services.AddSingleton<IStateStore>(store);
    }

    /// <summary>Searches until something is found: nobody answers ADD_PROVIDER, so a record may still be on its way.</summary>
    private static async Task<List<PeerInfo>> FindProvidersAsync(TestNode asker)
    {
        CancellationToken limit = TestNode.Limit();
        List<PeerInfo> found;
        while ((found = await asker.Content.FindProvidersAsync(Shard, limit).ToListAsync(limit)).Count == 0)
        {
            await Task.Delay(10, limit);
        }

        return found;
    }
}
