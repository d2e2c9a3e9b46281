using System.Text;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.Gossip.Tests.Runtime;

public sealed class GossipNodeTests
{
    private static readonly Topic Topic = new("/test/topic");

    [Fact]
    public async Task Publish_TwentyNodesInARing_ReachesAll()
    {
        await using GossipSwarm swarm = await GossipSwarm.StartAsync(20);
        List<ISubscription<GossipMessage>> subscriptions = [];
        foreach (GossipTestNode node in swarm.Nodes)
        {
            subscriptions.Add(await node.Gossip.SubscribeAsync(Topic));
        }

        await swarm.Nodes[0].Gossip.WaitForMeshAsync(Topic, GossipTestNode.Limit());
        await GossipTestNode.UntilAsync(() => swarm.Nodes.All(node => node.Node.MeshOf(Topic.Name).Length >= 2));
        await swarm.Nodes[0].Gossip.PublishAsync(Topic, Encoding.UTF8.GetBytes("hello"));
        for (int index = 1; index < swarm.Nodes.Count; index++)
        {
            GossipMessage message = await GossipTestNode.NextAsync(subscriptions[index]);
            Assert.Equal("hello", Encoding.UTF8.GetString(message.Data.Span));
            Assert.Equal(swarm.Nodes[0].Id, message.Author);
            Assert.Equal(Topic, message.Topic);
        }
    }

    [Theory]
    [InlineData(SignaturePolicy.Envelope, true)]
    [InlineData(SignaturePolicy.Unsigned, false)]
    [InlineData(SignaturePolicy.StrictSign, true)]
    public async Task Publish_EachPolicy_ArrivesWithTheAuthorItProves(SignaturePolicy policy, bool hasAuthor)
    {
        await using GossipSwarm swarm = await GossipSwarm.StartAsync(2, options => options.Policy = policy);
        (GossipTestNode near, GossipTestNode far) = (swarm.Nodes[0], swarm.Nodes[1]);
        await using ISubscription<GossipMessage> subscription = await far.Gossip.SubscribeAsync(Topic);
        await near.Gossip.WaitForMeshAsync(Topic, GossipTestNode.Limit());
        byte[] large = new byte[near.Network.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<GossipOptions>>().Value.MaxMessageSize];
        large[^1] = 7;
        await near.Gossip.PublishAsync(Topic, large);
        GossipMessage message = await GossipTestNode.NextAsync(subscription);
        Assert.Equal(hasAuthor ? near.Id : null, message.Author);
        Assert.True(message.Data.Span.SequenceEqual(large));
        Assert.Equal(near.Id, message.ReceivedFrom);
    }

    [Fact]
    public async Task Publish_TooLarge_NamesTheSetting()
    {
        await using GossipSwarm swarm = await GossipSwarm.StartAsync(1);
        ArgumentException exception = await Assert.ThrowsAsync<ArgumentException>(
            () => swarm.Nodes[0].Gossip.PublishAsync(Topic, new byte[2 << 20]).AsTask());
        Assert.Contains("DaaCompute:Gossip:MaxMessageSize", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WaitForMesh_NobodySubscribes_WaitsUntilSomebodyDoes()
    {
        await using GossipSwarm swarm = await GossipSwarm.StartAsync(2);
        Task waiting = swarm.Nodes[0].Gossip.WaitForMeshAsync(Topic, GossipTestNode.Limit()).AsTask();
        Assert.False(waiting.IsCompleted);
        await using ISubscription<GossipMessage> subscription = await swarm.Nodes[1].Gossip.SubscribeAsync(Topic);
        await waiting;
    }

    [Fact]
    public async Task Validator_Rejecting_StopsTheMessageAndGraylistsItsDeliverer()
    {
        RejectingValidator validator = new(Topic);
        InMemoryNetwork network = new();
        await using GossipTestNode spammer = await GossipTestNode.StartAsync(network, 1);
        await using GossipTestNode careful = await GossipTestNode.StartAsync(
            network,
            2,
            options => options.TopicScore = new TopicScoreOptions(),
            builder => builder.Services.AddSingleton<IGossipValidator>(validator));
        await using GossipTestNode behind = await GossipTestNode.StartAsync(network, 3);
        await spammer.ConnectAsync(careful);
        await behind.ConnectAsync(careful);
        await using ISubscription<GossipMessage> first = await careful.Gossip.SubscribeAsync(Topic);
        await using ISubscription<GossipMessage> second = await behind.Gossip.SubscribeAsync(Topic);
        await spammer.Gossip.WaitForMeshAsync(Topic, GossipTestNode.Limit());
        await careful.Gossip.WaitForMeshAsync(Topic, GossipTestNode.Limit());
        int sent = 0;
        await GossipTestNode.UntilAsync(() =>
        {
            _ = spammer.Gossip.PublishAsync(Topic, BitConverter.GetBytes(sent++)).AsTask();
            return careful.Node.ScoreOf(spammer.Id) < -2500;
        });
        Assert.InRange(validator.Asked, 6, int.MaxValue);
        Assert.Equal(0, second.Dropped);
        Assert.DoesNotContain(spammer.Id, careful.Node.MeshOf(Topic.Name));

        // The one behind still works with the careful one, and heard nothing of it.
        await using ISubscription<GossipMessage> other = await behind.Gossip.SubscribeAsync(new Topic("other"));
        await careful.Gossip.WaitForMeshAsync(new Topic("other"), GossipTestNode.Limit());
        await careful.Gossip.PublishAsync(new Topic("other"), new byte[] { 1 });
        await GossipTestNode.NextAsync(other);
        Assert.False(await HasMessageAsync(second));
    }

    [Fact]
    public async Task Subscriber_TooSlow_LosesMessagesAndCountsThem()
    {
        await using GossipSwarm swarm = await GossipSwarm.StartAsync(2, options =>
        {
            options.Policy = SignaturePolicy.Unsigned;
            options.SubscriptionCapacity = 4;
        });
        await using ISubscription<GossipMessage> slow = await swarm.Nodes[1].Gossip.SubscribeAsync(Topic);
        await swarm.Nodes[0].Gossip.WaitForMeshAsync(Topic, GossipTestNode.Limit());
        for (int count = 0; count < 20; count++)
        {
            await swarm.Nodes[0].Gossip.PublishAsync(Topic, BitConverter.GetBytes(count));
        }

        await GossipTestNode.UntilAsync(() => slow.Dropped == 16);
    }

    [Fact]
    public async Task Publish_FasterThanTheReceiver_WaitsInsteadOfLosing()
    {
        const int Count = 5000;
        await using GossipSwarm swarm = await GossipSwarm.StartAsync(2, options =>
        {
            options.Policy = SignaturePolicy.Unsigned;
            options.SubscriptionCapacity = Count;
            options.PeerQueueLength = 64;
            options.MaxTopicValidations = Count;
        });
        await using ISubscription<GossipMessage> subscription = await swarm.Nodes[1].Gossip.SubscribeAsync(Topic);
        await swarm.Nodes[0].Gossip.WaitForMeshAsync(Topic, GossipTestNode.Limit());
        for (int count = 0; count < Count; count++)
        {
            await swarm.Nodes[0].Gossip.PublishAsync(Topic, BitConverter.GetBytes(count));
        }

        HashSet<int> seen = [];
        while (seen.Count < Count)
        {
            seen.Add(BitConverter.ToInt32((await GossipTestNode.NextAsync(subscription)).Data.Span));
        }

        Assert.Equal(0, subscription.Dropped);
    }

    [Fact]
    public async Task Peer_ThatDisconnects_LeavesTheMesh()
    {
        await using GossipSwarm swarm = await GossipSwarm.StartAsync(2);
        await using ISubscription<GossipMessage> one = await swarm.Nodes[0].Gossip.SubscribeAsync(Topic);
        await using ISubscription<GossipMessage> two = await swarm.Nodes[1].Gossip.SubscribeAsync(Topic);
        await swarm.Nodes[0].Gossip.WaitForMeshAsync(Topic, GossipTestNode.Limit());
        await swarm.Nodes[1].Network.Peers.DisconnectAsync(swarm.Nodes[0].Id);
        await GossipTestNode.UntilAsync(() => swarm.Nodes[0].Node.MeshOf(Topic.Name).Length == 0);
    }

    [Fact]
    public async Task Subscribe_TwiceThenOnceDisposed_StaysSubscribed()
    {
        await using GossipSwarm swarm = await GossipSwarm.StartAsync(2);
        ISubscription<GossipMessage> first = await swarm.Nodes[1].Gossip.SubscribeAsync(Topic);
        await using ISubscription<GossipMessage> second = await swarm.Nodes[1].Gossip.SubscribeAsync(Topic);
        await first.DisposeAsync();
        await swarm.Nodes[0].Gossip.WaitForMeshAsync(Topic, GossipTestNode.Limit());
        await swarm.Nodes[0].Gossip.PublishAsync(Topic, new byte[] { 1 });
        await GossipTestNode.NextAsync(second);
    }

    private static async Task<bool> HasMessageAsync(ISubscription<GossipMessage> subscription)
    {
        await subscription.DisposeAsync();
        await foreach (GossipMessage _ in subscription)
        {
            return true;
        }

        return false;
    }
}
