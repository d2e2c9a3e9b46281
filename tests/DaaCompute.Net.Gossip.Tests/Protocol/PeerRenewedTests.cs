using DaaCompute.Net.Gossip.Protocol;
using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Tests.Protocol;

public sealed class PeerRenewedTests
{
    [Fact]
    public void PeerRenewed_ToldTheSubscriptionsAgain_AndGraftedAnew()
    {
        MeshNode node = new();
        node.Join();
        PeerId peer = node.Add(1);
        Assert.Equal([peer], node.MeshPeers);

        node.Step(new GossipEvent.PeerRenewed(peer));
        Assert.Contains(node.ControlTo(peer), send => send.Rpc.Subscriptions.Contains(new SubscriptionChange(MeshNode.Topic, true)));
        Assert.Empty(node.MeshPeers);
        Assert.Empty(node.Mesh.SubscribersOf(MeshNode.Topic));

        node.Receive(peer, new GossipRpc { Subscriptions = [new SubscriptionChange(MeshNode.Topic, IsSubscribed: true)] });
        Assert.True(node.WasGrafted(peer));
        Assert.Equal([peer], node.MeshPeers);
    }

    [Fact]
    public void PeerRenewed_PenaltiesStay()
    {
        MeshNode node = new();
        PeerId peer = node.Add(1);
        for (int count = 0; count < 20; count++)
        {
            node.Step(new GossipEvent.Misbehaved(peer));
        }

        double before = node.Score(peer);
        Assert.InRange(before, double.MinValue, -1);
        node.Step(new GossipEvent.PeerRenewed(peer));
        Assert.Equal(before, node.Score(peer));
    }

    [Fact]
    public void PeerRenewed_Unknown_IsIgnored()
    {
        MeshNode node = new();
        node.Join();
        node.Step(new GossipEvent.PeerRenewed(TestPeers.Peer(1)));
        Assert.Empty(node.Effects);
    }
}
