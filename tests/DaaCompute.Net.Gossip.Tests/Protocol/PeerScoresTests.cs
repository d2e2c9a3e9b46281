using DaaCompute.Net.Gossip.Protocol;

namespace DaaCompute.Net.Gossip.Tests.Protocol;

/// <summary>Figures worked out by hand from gossipsub 1.1's formulas.</summary>
public sealed class PeerScoresTests
{
    private const string Topic = "t";

    private static readonly PeerId Peer = TestPeers.Peer(1);

    [Fact]
    public void P1_TimeInMesh_GrowsToItsCapAndEndsWithThePrune()
    {
        PeerScores scores = Create(new TopicScoreOptions { TopicWeight = 0.5, TimeInMeshWeight = 0.1, TimeInMeshCap = 20 });
        PeerScore score = scores.Add(Peer, address: null);
        scores.Graft(score, Topic, At(100));
        Assert.Equal(0.5 * 0.1 * 7, scores.ScoreOf(score, At(107)), 9);
        Assert.Equal(0.5 * 0.1 * 20, scores.ScoreOf(score, At(500)), 9);
        PeerScores.Prune(score, Topic, At(500));
        Assert.Equal(0, scores.ScoreOf(score, At(500)));
    }

    [Fact]
    public void P2_FirstDeliveries_AreCappedAndDecay()
    {
        PeerScores scores = Create(new TopicScoreOptions
        {
            TopicWeight = 2,
            FirstMessageDeliveriesWeight = 3,
            FirstMessageDeliveriesCap = 4,
            FirstMessageDeliveriesDecay = 0.5,
        });
        PeerScore score = scores.Add(Peer, address: null);
        for (int count = 0; count < 6; count++)
        {
            scores.AddFirstDelivery(score, Topic);
        }

        Assert.Equal(2 * 3 * 4, scores.ScoreOf(score, At(0)));
        scores.Decay(At(2));
        Assert.Equal(2 * 3 * 1, scores.ScoreOf(score, At(2)));

        // 1 · 0.5^7 is below 0.01: gone.
        scores.Decay(At(9));
        Assert.Equal(0, scores.ScoreOf(score, At(9)));
    }

    [Fact]
    public void P3_Shortfall_IsSquaredOnceActivatedAndSticksAtThePrune()
    {
        PeerScores scores = Create(new TopicScoreOptions
        {
            TopicWeight = 1,
            TimeInMeshWeight = 0,
            FirstMessageDeliveriesWeight = 0,
            MeshMessageDeliveriesWeight = -2,
            MeshMessageDeliveriesThreshold = 10,
            MeshMessageDeliveriesActivation = TimeSpan.FromSeconds(5),
            MeshFailurePenaltyWeight = -3,
        });
        PeerScore score = scores.Add(Peer, address: null);
        scores.Graft(score, Topic, At(0));
        scores.AddFirstDelivery(score, Topic);
        PeerScores.AddMeshDelivery(score, Topic);
        PeerScores.AddMeshDelivery(score, Topic);
        Assert.Equal(0, scores.ScoreOf(score, At(5)));
        Assert.Equal(-2 * 49, scores.ScoreOf(score, At(6)));
        PeerScores.Prune(score, Topic, At(6));
        Assert.Equal(-3 * 49, scores.ScoreOf(score, At(6)));
    }

    [Fact]
    public void P4_InvalidMessages_AreSquared()
    {
        PeerScores scores = Create(new TopicScoreOptions { TopicWeight = 0.5, InvalidMessageDeliveriesWeight = -10 });
        PeerScore score = scores.Add(Peer, address: null);
        for (int count = 0; count < 3; count++)
        {
            scores.AddInvalidDelivery(score, Topic);
        }

        Assert.Equal(0.5 * -10 * 9, scores.ScoreOf(score, At(0)));
    }

    [Fact]
    public void P5_TheHostsOpinion_IsWeighted()
    {
        PeerScores scores = new(new PeerScoreOptions { ApplicationWeight = 4 }, _ => null, _ => -2.5);
        Assert.Equal(-10, scores.ScoreOf(scores.Add(Peer, address: null), At(0)));
    }

    [Fact]
    public void P6_PeersOfOneAddress_CountSquaredAboveTheThreshold()
    {
        PeerScores scores = Create(topic: null);
        PeerScore[] peers = [.. Enumerable.Range(0, 8).Select(number => scores.Add(TestPeers.Peer(number), address: 7))];
        Assert.Equal(-100 * 9, scores.ScoreOf(peers[0], At(0)));
        Assert.Equal(0, scores.ScoreOf(scores.Add(TestPeers.Peer(99), address: 8), At(0)));
        foreach (PeerScore peer in peers[5..])
        {
            scores.Remove(peer, At(0));
        }

        Assert.Equal(0, scores.ScoreOf(peers[0], At(0)));
    }

    [Fact]
    public void P7_Misbehaviour_IsSquaredAboveTheThreshold()
    {
        PeerScores scores = Create(topic: null);
        PeerScore score = scores.Add(Peer, address: null);
        score.BehaviourPenalty = 6;
        Assert.Equal(0, scores.ScoreOf(score, At(0)));
        score.BehaviourPenalty = 9.5;
        Assert.Equal(-10 * 3.5 * 3.5, scores.ScoreOf(score, At(0)), 9);
    }

    [Fact]
    public void TopicScoreCap_BoundsWhatTopicsContribute()
    {
        PeerScores scores = new(
            new PeerScoreOptions { TopicScoreCap = 5 }, _ => new TopicScoreOptions { TopicWeight = 1 }, application: null);
        PeerScore score = scores.Add(Peer, address: null);
        scores.AddFirstDelivery(score, "a");
        scores.AddFirstDelivery(score, "b");
        Assert.Equal(5, scores.ScoreOf(score, At(0)));
    }

    [Fact]
    public void Topic_NotConfigured_ContributesNothing()
    {
        PeerScores scores = Create(topic: null);
        PeerScore score = scores.Add(Peer, address: null);
        scores.Graft(score, Topic, At(0));
        scores.AddFirstDelivery(score, Topic);
        scores.AddInvalidDelivery(score, Topic);
        PeerScores.AddMeshDelivery(score, Topic);
        PeerScores.Prune(score, Topic, At(100));
        Assert.Equal(0, scores.ScoreOf(score, At(100)));
        Assert.Equal(0, score.Topics.Length);
    }

    [Fact]
    public void Remove_BadRecord_IsKeptForAWhile()
    {
        PeerScores scores = Create(topic: null);
        PeerScore score = scores.Add(Peer, address: 7);
        score.BehaviourPenalty = 20;
        scores.Remove(score, At(0));
        scores.Decay(At(3600));
        PeerScore again = scores.Add(Peer, address: 7);
        Assert.Equal(20, again.BehaviourPenalty);
        scores.Remove(again, At(3600));
        scores.Decay(At(3600 + (6 * 3600)));
        Assert.Equal(0, scores.Count);
    }

    [Fact]
    public void Remove_GoodRecord_IsForgotten()
    {
        PeerScores scores = Create(new TopicScoreOptions());
        PeerScore score = scores.Add(Peer, address: null);
        scores.AddFirstDelivery(score, Topic);
        scores.Remove(score, At(0));
        Assert.Equal(0, scores.Count);
        Assert.Equal(0, scores.ScoreOf(scores.Add(Peer, address: null), At(0)));
    }

    [Fact]
    public void Retained_Records_AreBounded()
    {
        PeerScores scores = Create(topic: null);
        for (int number = 0; number < 5000; number++)
        {
            PeerScore score = scores.Add(TestPeers.Peer(number), address: null);
            score.BehaviourPenalty = 1;
            scores.Remove(score, At(0));
        }

        Assert.Equal(4096, scores.Count);
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private static PeerScores Create(TopicScoreOptions? topic) => new(new PeerScoreOptions(), _ => topic, application: null);
}
