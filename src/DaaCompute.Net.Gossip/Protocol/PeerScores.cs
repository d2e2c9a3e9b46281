namespace DaaCompute.Net.Gossip.Protocol;

/// <summary>Scores of peers, after gossipsub 1.1.</summary>
/// <remarks>
/// Score = cap(Σ topics) + w5·P5 + w6·P6 + w7·P7. What happens in a topic that is not configured counts nothing.
/// </remarks>
internal sealed class PeerScores(
    PeerScoreOptions options, Func<string, TopicScoreOptions?> topics, Func<PeerId, double>? application)
{
    // Whoever makes new identities to push a record out starts with a clean one anyway.
    private const int MaxRetained = 4096;

    private readonly Dictionary<PeerId, PeerScore> _peers = [];
    private readonly Dictionary<UInt128, int> _addresses = [];
    private readonly Queue<(TimeSpan Until, PeerId Peer)> _retained = new();
    private TimeSpan _nextDecay = options.DecayInterval;

    public int Count => _peers.Count;

    public PeerScore Add(PeerId peer, UInt128? address)
    {
        if (!_peers.TryGetValue(peer, out PeerScore? score))
        {
            score = new PeerScore(peer);
            _peers.Add(peer, score);
        }

        score.RetainedUntil = null;
        MoveTo(score, address);
        return score;
    }

    /// <summary>The peer is gone: what speaks for it is forgotten, what speaks against it is kept for a while.</summary>
    public void Remove(PeerScore score, TimeSpan now)
    {
        foreach (TopicCounters topic in score.Topics)
        {
            topic.FirstMessageDeliveries = 0;
            topic.Prune(now);
        }

        if (!score.HasPenalties)
        {
            Forget(score);
            return;
        }

        score.RetainedUntil = now + options.RetainScore;
        _retained.Enqueue((score.RetainedUntil.Value, score.Peer));
        while (_retained.Count > MaxRetained)
        {
            ForgetRetained(_retained.Dequeue());
        }
    }

    public double ScoreOf(PeerScore score, TimeSpan now)
    {
        double sum = 0;
        foreach (TopicCounters topic in score.Topics)
        {
            sum += topic.Score(now);
        }

        if (options.TopicScoreCap > 0)
        {
            sum = Math.Min(sum, options.TopicScoreCap);
        }

        if (application is not null)
        {
            sum += options.ApplicationWeight * application(score.Peer);
        }

        if (score.Address is { } address && _addresses.GetValueOrDefault(address) is int sharing
            && sharing > options.AddressColocationThreshold)
        {
            double surplus = sharing - options.AddressColocationThreshold;
            sum += options.AddressColocationWeight * surplus * surplus;
        }

        double excess = Math.Max(0, score.BehaviourPenalty - options.BehaviourPenaltyThreshold);
        return sum + (options.BehaviourPenaltyWeight * excess * excess);
    }

    public void Graft(PeerScore score, string topic, TimeSpan now)
    {
        if (topics(topic) is { } configured)
        {
            score.Get(topic, configured).Graft(now);
        }
    }

    public static void Prune(PeerScore score, string topic, TimeSpan now) => score.Find(topic)?.Prune(now);

    /// <summary>A valid message came from this peer first (P2).</summary>
    public void AddFirstDelivery(PeerScore score, string topic)
    {
        if (topics(topic) is { } configured)
        {
            score.Get(topic, configured).AddFirstDelivery();
        }
    }

    /// <summary>A valid message came from this peer too, in time (P3).</summary>
    public static void AddMeshDelivery(PeerScore score, string topic) => score.Find(topic)?.AddMeshDelivery();

    /// <summary>An invalid message came from this peer (P4).</summary>
    public void AddInvalidDelivery(PeerScore score, string topic)
    {
        if (topics(topic) is { } configured)
        {
            score.Get(topic, configured).InvalidMessageDeliveries++;
        }
    }

    /// <summary>How long after validation a topic's duplicates count for P3; null when they do not.</summary>
    public TimeSpan? MeshWindow(string topic) =>
        topics(topic) is { MeshMessageDeliveriesWeight: < 0 } configured ? configured.MeshMessageDeliveriesWindow : null;

    /// <summary>Lets counters decay for every interval that is over, and forgets records that were kept long enough.</summary>
    public void Decay(TimeSpan now)
    {
        for (; _nextDecay <= now; _nextDecay += options.DecayInterval)
        {
            // Each record decays by itself; the order does not matter.
            foreach (PeerScore score in _peers.Values)
            {
                if (score.RetainedUntil is null)
                {
                    score.Decay(options);
                }
            }
        }

        while (_retained.TryPeek(out (TimeSpan Until, PeerId Peer) oldest) && oldest.Until <= now)
        {
            ForgetRetained(_retained.Dequeue());
        }
    }

    private void ForgetRetained((TimeSpan Until, PeerId Peer) entry)
    {
        if (_peers.TryGetValue(entry.Peer, out PeerScore? score) && score.RetainedUntil == entry.Until)
        {
            Forget(score);
        }
    }

    private void Forget(PeerScore score)
    {
        MoveTo(score, address: null);
        _peers.Remove(score.Peer);
    }

    private void MoveTo(PeerScore score, UInt128? address)
    {
        if (score.Address is { } left)
        {
            int sharing = _addresses[left] - 1;
            if (sharing == 0)
            {
                _addresses.Remove(left);
            }
            else
            {
                _addresses[left] = sharing;
            }
        }

        score.Address = address;
        if (address is { } entered)
        {
            _addresses[entered] = _addresses.GetValueOrDefault(entered) + 1;
        }
    }
}
