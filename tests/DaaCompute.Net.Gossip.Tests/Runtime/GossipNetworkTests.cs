using System.Text;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Gossip.Wire;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.Gossip.Tests.Runtime;

/// <summary>Whole nodes among each other, and among peers that misbehave.</summary>
public sealed class GossipNetworkTests
{
    private static readonly Topic Topic = new("/test/topic");

    [Fact]
    public async Task TypedMessages_ThatCanBeRead_Arrive()
    {
        await using GossipSwarm swarm = await GossipSwarm.StartAsync(2);
        TextSerializer serializer = new();
        await using ISubscription<GossipMessage<int>> numbers =
            await swarm.Nodes[1].Gossip.SubscribeAsync<int>(Topic, serializer);
        await swarm.Nodes[0].Gossip.WaitForMeshAsync(Topic, GossipTestNode.Limit());
        await swarm.Nodes[0].Gossip.PublishAsync(Topic, "nonsense", serializer);
        await swarm.Nodes[0].Gossip.PublishAsync(Topic, 42, serializer);
        await foreach (GossipMessage<int> number in numbers.WithCancellation(GossipTestNode.Limit()))
        {
            Assert.Equal(42, number.Value);
            Assert.Equal(swarm.Nodes[0].Id, number.Source.Author);
            break;
        }
    }

    [Fact]
    public async Task PeerExchange_PrunedPeer_FindsAnotherByItsSignedRecord()
    {
        InMemoryNetwork network = new();
        await using GossipTestNode hub = await GossipTestNode.StartAsync(network, 1, options =>
        {
            (options.MeshDegree, options.MeshDegreeLow, options.MeshDegreeHigh) = (1, 1, 1);
            (options.MeshDegreeOut, options.MeshDegreeScore) = (0, 0);
        });
        static void Trusting(GossipOptions options) => options.Score.AcceptPeerExchangeThreshold = 0;
        await using GossipTestNode one = await GossipTestNode.StartAsync(network, 2, Trusting);
        await using GossipTestNode other = await GossipTestNode.StartAsync(network, 3, Trusting);
        await using ISubscription<GossipMessage> a = await hub.Gossip.SubscribeAsync(Topic);
        await using ISubscription<GossipMessage> b = await one.Gossip.SubscribeAsync(Topic);
        await using ISubscription<GossipMessage> c = await other.Gossip.SubscribeAsync(Topic);
        await hub.ConnectAsync(one);
        await hub.ConnectAsync(other);
        await GossipTestNode.UntilAsync(() => one.Network.Peers.FindConnection(other.Id) is not null);
        await GossipTestNode.UntilAsync(() => one.Node.MeshOf(Topic.Name).Contains(other.Id));
    }

    [Fact]
    public async Task Stop_SaysGoodbye_SoThatNobodyWaitsForIt()
    {
        InMemoryNetwork network = new();
        await using GossipTestNode stays = await GossipTestNode.StartAsync(network, 1);
        GossipTestNode leaves = await GossipTestNode.StartAsync(network, 2);
        await stays.ConnectAsync(leaves);
        await using ISubscription<GossipMessage> kept = await stays.Gossip.SubscribeAsync(Topic);
        ISubscription<GossipMessage> subscription = await leaves.Gossip.SubscribeAsync(Topic);
        await stays.Gossip.WaitForMeshAsync(Topic, GossipTestNode.Limit());
        await leaves.DisposeAsync();
        await foreach (GossipMessage _ in subscription)
        {
            Assert.Fail("nothing was published");
        }

        await GossipTestNode.UntilAsync(() => stays.Node.MeshOf(Topic.Name).Length == 0);
        await Assert.ThrowsAsync<ObjectDisposedException>(
            () => leaves.Gossip.PublishAsync(Topic, new byte[] { 1 }).AsTask());
    }

    [Fact]
    public async Task PeerThatSendsNonsense_IsResetAndTheOthersGoOn()
    {
        InMemoryNetwork network = new();
        await using GossipTestNode node = await GossipTestNode.StartAsync(network, 1);
        await using GossipTestNode friend = await GossipTestNode.StartAsync(network, 2);
        await using ServiceProvider stranger = await StartBareAsync(network, 3, new SilentHandler());
        IPeerNetwork bare = stranger.GetRequiredService<IPeerNetwork>();
        await friend.ConnectAsync(node);
        IPeerConnection connection = await bare.ConnectAsync(
            node.Network.LocalPeer.Addresses[0].WithPeer(node.Id), GossipTestNode.Limit());
        foreach (byte[] nonsense in (byte[][])[[3, 0x0A, 0x01, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F]])
        {
            IPeerStream stream = await connection.OpenStreamAsync(new ProtocolId("/meshsub/1.1.0"), GossipTestNode.Limit());
            await stream.Output.WriteAsync(nonsense);
            await Assert.ThrowsAsync<ConnectionClosedException>(async () => await stream.Input.ReadAsync(GossipTestNode.Limit()));
            await stream.DisposeAsync();
        }

        await using ISubscription<GossipMessage> subscription = await friend.Gossip.SubscribeAsync(Topic);
        await node.Gossip.WaitForMeshAsync(Topic, GossipTestNode.Limit());
        await node.Gossip.PublishAsync(Topic, Encoding.UTF8.GetBytes("on"));
        await GossipTestNode.NextAsync(subscription);
    }

    [Fact]
    public async Task PeersStream_OpenedAgain_BothStillHearEachOther()
    {
        InMemoryNetwork network = new();
        await using GossipTestNode near = await GossipTestNode.StartAsync(network, 1);
        await using GossipTestNode far = await GossipTestNode.StartAsync(network, 2);
        await near.ConnectAsync(far);
        await using ISubscription<GossipMessage> atNear = await near.Gossip.SubscribeAsync(Topic);
        await using ISubscription<GossipMessage> atFar = await far.Gossip.SubscribeAsync(Topic);
        await near.Gossip.WaitForMeshAsync(Topic, GossipTestNode.Limit());
        await far.Gossip.WaitForMeshAsync(Topic, GossipTestNode.Limit());

        // Beside the node's own: to the other node this looks as if the first had begun anew.
        await using IPeerStream another = await near.Network.Peers.OpenStreamAsync(
            far.Id, new ProtocolId("/meshsub/1.2.0"), GossipTestNode.Limit());
        await GossipTestNode.UntilAsync(() => far.Node.MeshOf(Topic.Name).Length == 0);
        another.Abort();

        await GossipTestNode.UntilAsync(
            () => near.Node.MeshOf(Topic.Name).Length == 1 && far.Node.MeshOf(Topic.Name).Length == 1);
        await near.Gossip.PublishAsync(Topic, Encoding.UTF8.GetBytes("there"));
        await GossipTestNode.NextAsync(atFar);
        await far.Gossip.PublishAsync(Topic, Encoding.UTF8.GetBytes("back"));
        await GossipTestNode.NextAsync(atNear);
    }

    [Fact]
    public async Task SmallMessages_InALargeRpc_AreHeard()
    {
        InMemoryNetwork network = new();
        await using GossipTestNode node = await GossipTestNode.StartAsync(
            network, 1, options => options.Policy = SignaturePolicy.Unsigned);
        await using ServiceProvider other = await StartBareAsync(network, 2, new SilentHandler());
        await using ISubscription<GossipMessage> subscription = await node.Gossip.SubscribeAsync(Topic);
        IPeerConnection connection = await other.GetRequiredService<IPeerNetwork>().ConnectAsync(
            node.Network.LocalPeer.Addresses[0].WithPeer(node.Id), GossipTestNode.Limit());
        await using IPeerStream stream = await connection.OpenStreamAsync(
            new ProtocolId("/meshsub/1.2.0"), GossipTestNode.Limit());
        GossipRpc rpc = new()
        {
            Messages = [.. Enumerable.Range(0, 500).Select(number =>
                new PubsubMessage(Topic.Name) { Data = BitConverter.GetBytes(number) })],
        };
        await stream.Output.WriteAsync(GossipEncoder.Frame(rpc));
        HashSet<int> heard = [];
        while (heard.Count < 500)
        {
            heard.Add(BitConverter.ToInt32((await GossipTestNode.NextAsync(subscription)).Data.Span));
        }
    }

    [Fact]
    public async Task SlowPeer_DoesNotStallTheOthers()
    {
        InMemoryNetwork network = new();
        await using GossipTestNode node = await GossipTestNode.StartAsync(network, 1, options =>
        {
            options.Policy = SignaturePolicy.Unsigned;
            options.PeerQueueLength = 16;
        });
        await using GossipTestNode reader = await GossipTestNode.StartAsync(
            network, 2, options => options.Policy = SignaturePolicy.Unsigned);
        await using ServiceProvider stuck = await StartBareAsync(network, 3, new SilentHandler());
        await using ISubscription<GossipMessage> subscription = await reader.Gossip.SubscribeAsync(Topic);
        await reader.ConnectAsync(node);
        IPeerConnection connection = await stuck.GetRequiredService<IPeerNetwork>().ConnectAsync(
            node.Network.LocalPeer.Addresses[0].WithPeer(node.Id), GossipTestNode.Limit());

        // The stuck peer subscribes, and then never reads a byte.
        IPeerStream stream = await connection.OpenStreamAsync(new ProtocolId("/meshsub/1.2.0"), GossipTestNode.Limit());
        await stream.Output.WriteAsync((byte[])[17, 0x0A, 15, 0x08, 0x01, 0x12, 11, .. "/test/topic"u8]);
        await GossipTestNode.UntilAsync(() => node.Node.SubscribersOf(Topic.Name).Length == 2);
        for (int count = 0; count < 200; count++)
        {
            byte[] data = new byte[32 * 1024];
            BitConverter.TryWriteBytes(data, count);
            await node.Gossip.PublishAsync(Topic, data, GossipTestNode.Limit());
            Assert.Equal(count, BitConverter.ToInt32((await GossipTestNode.NextAsync(subscription)).Data.Span));
        }
    }

    private static async Task<ServiceProvider> StartBareAsync(InMemoryNetwork network, int number, IProtocolHandler handler)
    {
        BareBuilder builder = new();
        builder.Services.AddLogging().AddMetrics();
        builder.AddCrypto().AddInMemoryTransport(network).AddTransport(options =>
        {
            options.ListenAddresses.Add($"/memory/{number}");
            options.ConnectionStrategy.Enabled = false;
        });
        builder.Services.AddSingleton(handler);
        ServiceProvider provider = builder.Services.BuildServiceProvider();
        await ((ILayerService)provider.GetRequiredService<IPeerNetwork>()).StartAsync(GossipTestNode.Limit());
        return provider;
    }
}
