using DaaCompute.Net.Gossip.Protocol;
using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Tests.Protocol;

/// <summary>What idle nodes and peers cost: thousands of nodes run in one process.</summary>
public sealed class GossipMeshCostTests
{
    private const int Peers = 50;

    private static readonly GossipEvent Heartbeat = new GossipEvent.Heartbeat();

    [Fact]
    public void Heartbeat_WithNothingToDo_AllocatesNextToNothing()
    {
        GossipMesh mesh = Create();
        TimeSpan now = TimeSpan.Zero;
        Beat(1000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Beat(1000);

        // Looking for better peers, every sixtieth time, sorts scores; all others allocate nothing.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 1000.0, 0, 64);

        void Beat(int count)
        {
            for (int index = 0; index < count; index++)
            {
                now += TimeSpan.FromSeconds(1);
                mesh.Step(Heartbeat, now);
            }
        }
    }

    [Fact]
    public void Peer_OfOneTopic_TakesLittleMemory()
    {
        Create();
        long before = GC.GetAllocatedBytesForCurrentThread();
        GossipMesh mesh = Create();

        // Allocated, the RPCs that brought it included: what is kept is less.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / (double)Peers, 0, 2048);
        GC.KeepAlive(mesh);
    }

    private static GossipMesh Create()
    {
        GossipMesh mesh = new(new GossipOptions { TopicScore = new TopicScoreOptions() }, new SeededEntropy(1));
        mesh.Step(new GossipEvent.Joined(MeshNode.Topic), TimeSpan.Zero);
        for (int number = 0; number < Peers; number++)
        {
            PeerId peer = TestPeers.Peer(number);
            mesh.Step(new GossipEvent.PeerAdded(peer, GossipVersion.V12, IsOutbound: true, Address: null), TimeSpan.Zero);
            GossipRpc rpc = new() { Subscriptions = [new SubscriptionChange(MeshNode.Topic, IsSubscribed: true)] };
            mesh.Step(new GossipEvent.Received(peer, rpc, []), TimeSpan.Zero);
        }

        return mesh;
    }
}
