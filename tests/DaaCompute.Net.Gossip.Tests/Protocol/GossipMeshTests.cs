using System.Collections.Immutable;
using DaaCompute.Net.Gossip.Protocol;
using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Tests.Protocol;

public sealed class GossipMeshTests
{
    [Fact]
    public void Join_ManySubscribers_GraftsTheDegreeAndTellsAll()
    {
        MeshNode node = new();
        PeerId[] peers = [.. Enumerable.Range(0, 20).Select(number => node.Add(number))];
        node.Join();
        Assert.Equal(node.Options.MeshDegree, node.MeshPeers.Length);
        Assert.Equal(node.MeshPeers.Order(), peers.Where(node.WasGrafted).Order());
        Assert.All(peers, peer => Assert.Contains(
            node.ControlTo(peer), send => send.Rpc.Subscriptions.Contains(new SubscriptionChange(MeshNode.Topic, true))));
    }

    [Fact]
    public void Subscription_WhileMeshIsSmall_IsGraftedAtOnce()
    {
        MeshNode node = new();
        node.Join();
        PeerId peer = node.Add(1);
        Assert.True(node.WasGrafted(peer));
        Assert.Equal([peer], node.MeshPeers);
    }

    [Fact]
    public void Heartbeat_MeshAboveHigh_ShedsToTheDegreeWithBackoffAndPeers()
    {
        MeshNode node = new() { Record = [1] };
        node.Join();
        PeerId[] peers = [.. Enumerable.Range(0, 14).Select(number => node.Add(number, isOutbound: true))];
        foreach (PeerId peer in peers)
        {
            node.Graft(peer);
        }

        Assert.Equal(14, node.MeshPeers.Length);
        node.Beat();
        Assert.Equal(node.Options.MeshDegree, node.MeshPeers.Length);
        PeerId pruned = peers.First(node.WasPruned);
        Prune prune = Assert.Single(Assert.Single(node.ControlTo(pruned)).Rpc.Prune);
        Assert.Equal(60UL, prune.Backoff);
        Assert.NotEmpty(prune.Peers);
        Assert.DoesNotContain(pruned, prune.Peers.Select(other => other.Peer));
    }

    [Fact]
    public void Heartbeat_Shedding_KeepsTheBestAndEnoughDialledOnes()
    {
        MeshNode node = new(options => options.TopicScore = new TopicScoreOptions { TimeInMeshWeight = 0 });
        node.Join();
        PeerId[] inbound = [.. Enumerable.Range(0, 10).Select(number => node.Add(number))];
        PeerId[] outbound = [.. Enumerable.Range(100, 4).Select(number => node.Add(number, isOutbound: true))];
        foreach (PeerId peer in (PeerId[])[.. inbound, .. outbound])
        {
            node.Graft(peer);
        }

        Assert.Equal(14, node.MeshPeers.Length);
        PeerId[] best = inbound[..4];
        foreach (PeerId peer in best)
        {
            InboundMessage message = MeshNode.Message($"from {peer}");
            node.Receive(peer, message);
            node.Conclude(message);
        }

        node.Beat();
        Assert.Equal(6, node.MeshPeers.Length);
        Assert.Equal(4, node.MeshPeers.Intersect(best).Count());
        Assert.Equal(2, node.MeshPeers.Intersect(outbound).Count());
    }

    [Fact]
    public void Graft_MeshIsFull_IsRefusedUnlessThisNodeDialled()
    {
        MeshNode node = new();
        node.Join();
        for (int number = 0; number < 12; number++)
        {
            node.Graft(node.Add(number));
        }

        PeerId late = node.Add(50);
        node.Graft(late);
        Assert.True(node.WasPruned(late));
        PeerId dialled = node.Add(51, isOutbound: true);
        node.Graft(dialled);
        Assert.Contains(dialled, node.MeshPeers);
        Assert.DoesNotContain(late, node.MeshPeers);
    }

    [Fact]
    public void Graft_WithinBackoff_IsRefusedAndCounts()
    {
        MeshNode node = new();
        node.Join();
        PeerId peer = node.Add(1);
        node.Prune(peer);
        node.Advance(30);
        for (int count = 0; count < 8; count++)
        {
            node.Graft(peer);
            Assert.True(node.WasPruned(peer));
        }

        Assert.Empty(node.MeshPeers);

        // The first graft came 30 s after the prune and counts 1; each other follows its refusal at once and counts 2.
        Assert.Equal(-10 * Math.Pow(1 + (7 * 2) - 6, 2), node.Score(peer), 6);
    }

    [Fact]
    public void Backoff_NotOverYet_ThisNodeDoesNotGraftEither()
    {
        MeshNode node = new();
        node.Join();
        PeerId peer = node.Add(1);
        node.Prune(peer, backoff: 20);
        node.Beat(20);
        Assert.Empty(node.MeshPeers);
        node.Beat(2);
        Assert.Equal([peer], node.MeshPeers);
    }

    [Fact]
    public void Backoff_SurvivesAReconnection()
    {
        MeshNode node = new();
        node.Join();
        PeerId peer = node.Add(1);
        node.Prune(peer);
        node.Step(new GossipEvent.PeerRemoved(peer));
        node.Add(1);
        node.Beat(5);
        Assert.Empty(node.MeshPeers);
    }

    [Fact]
    public void Backoff_Absurd_IsBounded()
    {
        MeshNode node = new();
        node.Join();
        PeerId peer = node.Add(1);
        node.Prune(peer, ulong.MaxValue);
        node.Advance((GossipMesh.MaxPruneBackoff + GossipMesh.BackoffSlack).TotalSeconds);
        node.Beat();
        Assert.Equal([peer], node.MeshPeers);
    }

    [Fact]
    public void Leave_PrunesWithTheShortBackoff()
    {
        MeshNode node = new();
        node.Join();
        PeerId peer = node.Add(1);
        node.Step(new GossipEvent.Left(MeshNode.Topic));
        Assert.Equal(10UL, Assert.Single(Assert.Single(node.ControlTo(peer)).Rpc.Prune).Backoff);
        Assert.Empty(node.MeshPeers);
    }

    [Fact]
    public void Message_FirstTime_IsValidatedThenDeliveredAndForwardedOnce()
    {
        MeshNode node = new();
        node.Join();
        PeerId[] peers = [.. Enumerable.Range(0, 4).Select(number => node.Add(number))];
        InboundMessage message = MeshNode.Message("hello");
        node.Receive(peers[0], message);
        Assert.Equal(new GossipEffect.Validate(peers[0], message), Assert.Single(node.Effects));

        // A second copy while it is validated: its sender need not be sent it.
        node.Receive(peers[1], message);
        Assert.Empty(node.Effects);
        node.Conclude(message);
        Assert.Single(node.Effects.OfType<GossipEffect.Deliver>());
        Assert.Equal(peers[2..].Order(), node.SentTo(message).Order());
        node.Receive(peers[2], message);
        Assert.Empty(node.Effects);
    }

    [Theory]
    [InlineData("Rejected")]
    [InlineData("Ignored")]
    [InlineData("Forged")]
    [InlineData("Throttled")]
    public void Message_NotAccepted_IsNeitherDeliveredNorForwarded(string outcome)
    {
        MeshNode node = new();
        node.Join();
        PeerId peer = node.Add(1);
        node.Add(2);
        InboundMessage message = MeshNode.Message("hello");
        node.Receive(peer, message);
        node.Conclude(message, Enum.Parse<ValidationOutcome>(outcome));
        Assert.Empty(node.Effects);

        // Only what was not looked at for lack of room is looked at again.
        node.Receive(peer, message);
        Assert.Equal(outcome == "Throttled", node.Effects.Count > 0);
    }

    [Fact]
    public void Message_ForgedUnderAnHonestId_DoesNotKeepTheHonestOneOut()
    {
        MeshNode node = new();
        node.Join();
        PeerId attacker = node.Add(1);
        PeerId honest = node.Add(2);
        InboundMessage forged = MeshNode.Signed("id", "forged");
        InboundMessage real = MeshNode.Signed("id", "real");
        node.Receive(attacker, forged);
        node.Receive(honest, real);
        Assert.Equal(new GossipEffect.Validate(honest, real), Assert.Single(node.Effects));
        node.Conclude(forged, ValidationOutcome.Forged);
        node.Conclude(real);
        Assert.Single(node.Effects.OfType<GossipEffect.Deliver>());
    }

    [Fact]
    public void Message_OfAnotherTopicWithEqualContent_DoesNotKeepItOut()
    {
        MeshNode node = new();
        node.Join();
        node.Join("u");
        PeerId peer = node.Add(1);
        InboundMessage stolen = MeshNode.Message("hello", "u");
        node.Receive(peer, stolen);
        node.Conclude(stolen, ValidationOutcome.Forged);
        InboundMessage real = MeshNode.Message("hello");
        node.Receive(peer, real);
        Assert.Single(node.Effects.OfType<GossipEffect.Validate>());
    }

    [Fact]
    public void Publish_FloodsToAllButTheGraylisted()
    {
        PeerId bad = TestPeers.Peer(3);
        MeshNode node = new(application: peer => peer == bad ? -1001 : 0);
        node.Join();
        PeerId[] peers = [.. Enumerable.Range(0, 20).Select(number => node.Add(number))];
        InboundMessage message = MeshNode.Message("own");
        node.Step(new GossipEvent.Published(message));
        Assert.Equal(peers.Where(peer => peer != bad).Order(), node.SentTo(message).Order());
        Assert.False(Assert.Single(node.Effects.OfType<GossipEffect.SendMessage>()).IsForwarded);
    }

    [Fact]
    public void Publish_WithoutFloodAndSubscription_UsesAFanOutThatExpires()
    {
        MeshNode node = new(options => options.FloodPublish = false);
        for (int number = 0; number < 20; number++)
        {
            node.Add(number);
        }

        InboundMessage first = MeshNode.Message("1");
        node.Step(new GossipEvent.Published(first));
        PeerId[] fanOut = node.SentTo(first);
        Assert.Equal(6, fanOut.Length);
        node.Beat(50);
        InboundMessage second = MeshNode.Message("2");
        node.Step(new GossipEvent.Published(second));
        Assert.Equal(fanOut.Order(), node.SentTo(second).Order());
        node.Join();
        Assert.Equal(fanOut.Order(), node.MeshPeers.Order());
    }

    [Fact]
    public void Heartbeat_RecentMessages_AreToldToPeersOutsideTheMesh()
    {
        MeshNode node = new();
        node.Join();
        PeerId[] peers = [.. Enumerable.Range(0, 60).Select(number => node.Add(number))];
        InboundMessage message = MeshNode.Message("hello");
        node.Receive(peers[0], message);
        node.Conclude(message);
        for (int heartbeat = 0; heartbeat < 3; heartbeat++)
        {
            node.Beat();
            PeerId[] told = [.. peers.Where(peer => node.ControlTo(peer).Any(send => !send.Rpc.IHave.IsEmpty))];
            Assert.Equal((int)(0.25 * (60 - node.MeshPeers.Length)), told.Length);
            Assert.Empty(told.Intersect(node.MeshPeers));
        }

        node.Beat();
        Assert.DoesNotContain(node.Effects.OfType<GossipEffect.SendControl>(), send => !send.Rpc.IHave.IsEmpty);
    }

    [Fact]
    public void IWant_CachedMessage_IsSentThreeTimesAndNoMore()
    {
        MeshNode node = new();
        node.Join();
        PeerId author = node.Add(1);
        PeerId asker = node.Add(2);
        InboundMessage message = MeshNode.Message("hello");
        node.Receive(author, message);
        node.Conclude(message);
        for (int count = 1; count <= 5; count++)
        {
            node.Receive(asker, new GossipRpc { IWant = [message.Id] });
            Assert.Equal(count <= 3 ? 1 : 0, node.SentTo(message).Length);
        }
    }

    [Fact]
    public void IWant_AfterTheHistory_FindsNothing()
    {
        MeshNode node = new();
        node.Join();
        PeerId peer = node.Add(1);
        InboundMessage message = MeshNode.Message("hello");
        node.Step(new GossipEvent.Published(message));
        node.Beat(node.Options.HistoryLength);
        node.Receive(peer, new GossipRpc { IWant = [message.Id] });
        Assert.Empty(node.Effects);
    }

    [Fact]
    public void LargeMessage_Arriving_TellsTheMeshNotToSendIt()
    {
        MeshNode node = new();
        node.Join();
        PeerId sender = node.Add(1);
        PeerId old = node.Add(2, version: GossipVersion.V11);
        PeerId current = node.Add(3);
        InboundMessage message = MeshNode.Message(new string('x', 1024));
        node.Receive(sender, message);
        Assert.Equal(message.Id, Assert.Single(Assert.Single(node.ControlTo(current)).Rpc.IDontWant));
        Assert.Empty(node.ControlTo(old));
        Assert.Empty(node.ControlTo(sender));
    }

    [Fact]
    public void IDontWant_Heard_KeepsTheMessageFromThatPeerForThreeHeartbeats()
    {
        MeshNode node = new();
        node.Join();
        PeerId sender = node.Add(1);
        PeerId other = node.Add(2);
        InboundMessage message = MeshNode.Message("hello");
        node.Receive(other, new GossipRpc { IDontWant = [message.Id] });
        node.Receive(sender, message);
        node.Conclude(message);
        Assert.Empty(node.SentTo(message));

        InboundMessage later = MeshNode.Message("later");
        node.Receive(other, new GossipRpc { IDontWant = [later.Id] });
        node.Beat(3);
        node.Receive(sender, later);
        node.Conclude(later);
        Assert.Equal([other], node.SentTo(later));
    }

    [Fact]
    public void PeerExchange_OnlyFromTheWellScored()
    {
        PeerId good = TestPeers.Peer(1);
        MeshNode node = new(application: peer => peer == good ? 10 : 9);
        node.Join();
        node.Add(1);
        PeerId ordinary = node.Add(2);
        ImmutableArray<ExchangedPeer> named = [new(TestPeers.Peer(7), new byte[] { 1 }), new(TestPeers.Peer(8), default)];
        GossipRpc prune = new() { Prune = [new Prune(MeshNode.Topic, named, 60)] };
        node.Receive(ordinary, prune);
        Assert.Empty(node.Effects);
        node.Receive(good, prune);

        // Without a signed record a name is worth nothing.
        Assert.Equal(named[0], Assert.Single(Assert.IsType<GossipEffect.Connect>(Assert.Single(node.Effects)).Peers));
    }

    [Fact]
    public void IsReady_CountsTheMeshOrWhatThereIs()
    {
        MeshNode node = new();
        Assert.False(node.Mesh.IsReady(MeshNode.Topic));
        node.Join();
        Assert.False(node.Mesh.IsReady(MeshNode.Topic));
        node.Add(1);
        Assert.True(node.Mesh.IsReady(MeshNode.Topic));
        node.Prune(TestPeers.Peer(1));
        Assert.False(node.Mesh.IsReady(MeshNode.Topic));
    }
}
