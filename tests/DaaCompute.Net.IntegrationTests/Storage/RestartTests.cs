using DaaCompute.Net.Crypto;
using DaaCompute.Net.Storage;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.IntegrationTests.Storage;

/// <summary>A node with a state store comes back to its network when its bootstrap nodes are gone.</summary>
public sealed class RestartTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("daa-restart-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Restart_WithoutAnyBootstrapNode_ConnectsToThePeersOfTheLastRun()
    {
        DaaComputeNetwork seed = await new DaaComputeNetworkBuilder(NodePresets.Loopback).StartAsync(LoopbackNode.Limit());
        await using LoopbackNode friend = await LoopbackNode.StartAsync();
        PeerId seedId = seed.LocalPeer.Id;
        PeerId self;
        await using (DaaComputeNetwork first = await StartAsync(seed.LocalPeer.Addresses[0].WithPeer(seedId)))
        {
            self = first.LocalPeer.Id;
            await using ISubscription<PeerEvent> events = await first.Peers.SubscribeAsync(LoopbackNode.Limit());

            // The friend, which dials nobody by itself, comes in by its own hand; the seed was the way to the network.
            await friend.Network.ConnectAsync(first.LocalPeer.Addresses[0].WithPeer(self), LoopbackNode.Limit());
            await WhenIdentifiedAsync(first, events, seedId, friend.Id);
        }

        await seed.DisposeAsync();

        await using DaaComputeNetwork second = await StartAsync(bootstrap: null);
        await using ISubscription<PeerEvent> later = await second.Peers.SubscribeAsync(LoopbackNode.Limit());
        await WhenIdentifiedAsync(second, later, friend.Id);

        IPeerConnection connection = second.Peers.FindConnection(friend.Id)!;
        Assert.Equal(self, second.LocalPeer.Id);
        Assert.True(connection.IsOutbound);
        Assert.Null(second.Peers.FindConnection(seedId));
    }

    [Fact]
    public async Task Restart_WithoutAStore_KnowsNobody()
    {
        await using DaaComputeNetwork network =
            await new DaaComputeNetworkBuilder(NodePresets.Loopback).StartAsync(LoopbackNode.Limit());

        Assert.Null(network.Services.GetService<IStateStore>());
        Assert.Empty(network.Directory.Snapshot());
    }

    private async Task<DaaComputeNetwork> StartAsync(Multiaddress? bootstrap)
    {
        DaaComputeNetworkBuilder builder = new(NodePresets.Loopback);
        builder.UseSqliteStateStore(options => options.Path = Path.Combine(_folder.FullName, "state.db"));
        builder.Services.Configure<CryptoOptions>(options => options.IdentityPath = Path.Combine(_folder.FullName, "identity.pem"));
        if (bootstrap is not null)
        {
            builder.Bootstrap(bootstrap.ToString());
        }

        return await builder.StartAsync(LoopbackNode.Limit());
    }

    private static async Task WhenIdentifiedAsync(
        DaaComputeNetwork network, ISubscription<PeerEvent> events, params PeerId[] peers)
    {
        HashSet<PeerId> missing = [.. peers.Where(peer => network.Peers.FindConnection(peer)?.RemotePeer.AgentVersion is null)];
        await using IAsyncEnumerator<PeerEvent> happenings = events.GetAsyncEnumerator(LoopbackNode.Limit());
        while (missing.Count > 0 && await happenings.MoveNextAsync())
        {
            if (happenings.Current.Kind == PeerEventKind.Identified)
            {
                missing.Remove(happenings.Current.Connection.RemotePeer.Id);
            }
        }

        Assert.Empty(missing);
    }
}
