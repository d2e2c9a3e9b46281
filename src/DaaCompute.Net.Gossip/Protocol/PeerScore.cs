using System.Runtime.InteropServices;

namespace DaaCompute.Net.Gossip.Protocol;

/// <summary>A peer's record: what it did in each topic that counts, and how it behaved.</summary>
internal sealed class PeerScore(PeerId peer)
{
    private List<TopicCounters>? _topics;

    public PeerId Peer => peer;

    /// <summary>The address it is connected from; null where that does not count.</summary>
    public UInt128? Address { get; set; }

    /// <summary>P7: misbehaviour so far.</summary>
    public double BehaviourPenalty { get; set; }

    /// <summary>Until when the record is kept once the peer is gone; null while it is connected.</summary>
    public TimeSpan? RetainedUntil { get; set; }

    /// <summary>The topics in which it did something that counts.</summary>
    public ReadOnlySpan<TopicCounters> Topics => CollectionsMarshal.AsSpan(_topics);

    /// <summary>Whether there is anything against the peer that leaving must not clear.</summary>
    public bool HasPenalties =>
        BehaviourPenalty > 0
        || (_topics?.Exists(topic => topic.InvalidMessageDeliveries > 0 || topic.MeshFailurePenalty > 0) ?? false);

    public TopicCounters? Find(string topic) => _topics?.Find(one => one.Topic == topic);

    public TopicCounters Get(string topic, TopicScoreOptions options)
    {
        if (Find(topic) is { } known)
        {
            return known;
        }

        TopicCounters counters = new(topic, options);
        (_topics ??= []).Add(counters);
        return counters;
    }

    public void Decay(PeerScoreOptions options)
    {
        BehaviourPenalty = TopicCounters.Decayed(BehaviourPenalty, options.BehaviourPenaltyDecay, options.DecayToZero);
        if (_topics is not null)
        {
            foreach (TopicCounters topic in _topics)
            {
                topic.Decay(options.DecayToZero);
            }
        }
    }
}
