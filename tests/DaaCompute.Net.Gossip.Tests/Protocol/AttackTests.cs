using System.Collections.Immutable;
using DaaCompute.Net.Gossip.Protocol;
using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Tests.Protocol;

/// <summary>The attacks a node must survive, one by one.</summary>
public sealed class AttackTests
{
    [Fact]
    public void IHaveSpam_IsAskedForUpToTheLimitsAndCountsWhenNotKept()
    {
        MeshNode node = new();
        node.Join();
        PeerId attacker = node.Add(1);
        int asked = 0;
        for (int count = 0; count < 30; count++)
        {
            node.Receive(attacker, new GossipRpc { IHave = [new IHave(MeshNode.Topic, Ids(count * 1000, 1000))] });
            asked += node.ControlTo(attacker).Sum(send => send.Rpc.IWant.Length);
        }

        // 10 messages, but 5,000 ids come first.
        Assert.Equal(5000, asked);
        node.Beat(4);
        Assert.True(node.Score(attacker) == 0, "five broken promises are forgiven");
        for (int heartbeat = 0; heartbeat < 30; heartbeat++)
        {
            for (int count = 0; count < 20; count++)
            {
                node.Receive(attacker, new GossipRpc { IHave = [new IHave(MeshNode.Topic, Ids((heartbeat * 100) + count + 100_000, 1))] });
            }

            node.Beat();
        }

        Assert.True(node.Score(attacker) < node.Options.Score.GraylistThreshold);
        Assert.DoesNotContain(attacker, node.MeshPeers);
    }

    [Fact]
    public void IHave_MessagesPerHeartbeat_AreLimited()
    {
        MeshNode node = new();
        node.Join();
        PeerId attacker = node.Add(1);
        int answered = Enumerable.Range(0, 30).Count(count =>
        {
            node.Receive(attacker, new GossipRpc { IHave = [new IHave(MeshNode.Topic, Ids(count, 1))] });
            return node.ControlTo(attacker).Any();
        });
        Assert.Equal(10, answered);
    }

    [Fact]
    public void Promise_KeptByAnybody_CountsAgainstNobody()
    {
        MeshNode node = new();
        node.Join();
        PeerId teller = node.Add(1);
        PeerId sender = node.Add(2);
        for (int count = 0; count < 20; count++)
        {
            InboundMessage message = MeshNode.Message($"{count}");
            node.Receive(teller, new GossipRpc { IHave = [new IHave(MeshNode.Topic, [message.Id])] });
            node.Receive(sender, message);
            node.Conclude(message);
            node.Beat(4);
        }

        Assert.Equal(0, node.Score(teller));
    }

    [Fact]
    public void IWantSpam_SendsEachMessageThreeTimes()
    {
        MeshNode node = new();
        node.Join();
        PeerId attacker = node.Add(1);
        InboundMessage[] messages = [.. Enumerable.Range(0, 50).Select(count => MeshNode.Message($"{count}"))];
        foreach (InboundMessage message in messages)
        {
            node.Step(new GossipEvent.Published(message));
        }

        int sent = 0;
        for (int count = 0; count < 20; count++)
        {
            node.Receive(attacker, new GossipRpc { IWant = [.. messages.Select(message => message.Id)] });
            sent += node.Effects.OfType<GossipEffect.SendMessage>().Count();
        }

        Assert.Equal(150, sent);
    }

    [Fact]
    public void IDontWantSpam_IsBounded()
    {
        MeshNode node = new();
        node.Join();
        PeerId attacker = node.Add(1);
        PeerId sender = node.Add(2);
        InboundMessage message = MeshNode.Message("hello");
        node.Receive(attacker, new GossipRpc { IDontWant = Ids(0, 1000) });
        node.Receive(attacker, new GossipRpc { IDontWant = [message.Id] });
        node.Receive(sender, message);
        node.Conclude(message);

        // The thousand-and-first id of the heartbeat was not heard.
        Assert.Equal([attacker], node.SentTo(message));
    }

    [Fact]
    public void InvalidSpam_ReachesTheGraylist_AndNothingMoreIsHeard()
    {
        MeshNode node = new(options => options.TopicScore = new TopicScoreOptions());
        node.Join();
        PeerId attacker = node.Add(1);
        for (int count = 0; count < 6; count++)
        {
            InboundMessage message = MeshNode.Message($"{count}");
            node.Receive(attacker, message);
            node.Conclude(message, ValidationOutcome.Rejected);
        }

        Assert.True(node.Score(attacker) < node.Options.Score.GraylistThreshold);
        node.Receive(attacker, MeshNode.Message("valid"));
        Assert.Empty(node.Effects);
        node.Beat();
        Assert.Empty(node.MeshPeers);
        node.Graft(attacker);
        Assert.Empty(node.MeshPeers);

        // Leaving and coming back does not help.
        node.Step(new GossipEvent.PeerRemoved(attacker));
        node.Add(1);
        Assert.True(node.Score(attacker) < node.Options.Score.GraylistThreshold);
    }

    [Fact]
    public void Forgeries_CountEvenInATopicWithoutScore()
    {
        MeshNode node = new();
        node.Join();
        PeerId attacker = node.Add(1);
        for (int count = 0; count < 23; count++)
        {
            InboundMessage message = MeshNode.Signed($"{count}", $"forged {count}");
            node.Receive(attacker, message);
            node.Conclude(message, ValidationOutcome.Forged);
        }

        Assert.True(node.Score(attacker) < node.Options.Score.GraylistThreshold);
    }

    [Fact]
    public void Eclipse_InboundPeersAloneCannotFillTheMesh()
    {
        MeshNode node = new();
        node.Join();
        PeerId[] attackers = [.. Enumerable.Range(0, 40).Select(number => node.Add(number))];
        foreach (PeerId attacker in attackers)
        {
            node.Graft(attacker);
        }

        Assert.Equal(12, node.MeshPeers.Length);
        PeerId[] dialled = [.. Enumerable.Range(100, 3).Select(number => node.Add(number, isOutbound: true))];
        node.Beat();
        Assert.Equal(2, node.MeshPeers.Intersect(dialled).Count());
    }

    [Fact]
    public void Censorship_AMeshOfSilentPeersIsImproved()
    {
        MeshNode node = new(options => options.TopicScore = new TopicScoreOptions());
        node.Join();
        PeerId[] silent = [.. Enumerable.Range(0, 6).Select(number => node.Add(number, isOutbound: true))];
        foreach (PeerId peer in silent)
        {
            node.Graft(peer);
        }

        // Who is outside the mesh delivers first, for the asking.
        PeerId[] good = [.. Enumerable.Range(100, 3).Select(number => node.Add(number))];
        foreach (PeerId peer in good)
        {
            InboundMessage message = MeshNode.Message($"by {peer}");
            node.Receive(peer, message);
            node.Conclude(message);
        }

        node.Beat(60);
        Assert.Equal(2, node.MeshPeers.Intersect(good).Count());
    }

    [Fact]
    public void Sybils_AtOneAddress_AreNotGrafted()
    {
        MeshNode node = new();
        node.Join();
        for (int number = 0; number < 10; number++)
        {
            node.Add(number, address: 7);
        }

        node.Beat();
        Assert.Empty(node.MeshPeers);
        PeerId honest = node.Add(100, address: 8);
        Assert.Contains(honest, node.MeshPeers);
    }

    [Fact]
    public void SubscriptionSpam_IsBounded()
    {
        MeshNode node = new(options => options.MaxTopics = 10);
        PeerId attacker = node.Add(1, subscribes: false);
        node.Receive(attacker, new GossipRpc
        {
            Subscriptions = [.. Enumerable.Range(0, 100).Select(number => new SubscriptionChange($"{number}", true))],
        });
        Assert.True(node.Mesh.IsReady("9"));
        Assert.False(node.Mesh.IsReady("10"));
    }

    [Fact]
    public void ColdBoot_MeshForms_OnceSubscribersShow()
    {
        MeshNode node = new();
        node.Join();
        for (int number = 0; number < 30; number++)
        {
            node.Add(number, isOutbound: number % 3 == 0);
        }

        node.Beat(2);
        Assert.InRange(node.MeshPeers.Length, node.Options.MeshDegreeLow, node.Options.MeshDegreeHigh);
    }

    private static ImmutableArray<MessageId> Ids(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(number => new MessageId(BitConverter.GetBytes(number)))];
}
