using System.ComponentModel.DataAnnotations;

namespace DaaCompute.Net.Gossip;

/// <summary>How peers are scored over all topics, and what a score leads to. Section <c>DaaCompute:Gossip:Score</c>.</summary>
/// <remarks>
/// Source: gossipsub 1.1, "Peer Scoring"; the numbers are Filecoin's (lotus) unless said otherwise. Scores are this node's
/// own business: they are never sent.
/// </remarks>
public sealed class PeerScoreOptions
{
    /// <summary>The most that topics contribute together; 0 for no bound.</summary>
    /// <value>0.</value>
    [Range(0.0, 1e9)]
    public double TopicScoreCap { get; set; }

    /// <summary>P5: the weight of <see cref="IPeerReputation"/>.</summary>
    /// <value>1.</value>
    [Range(0.0, 1e6)]
    public double ApplicationWeight { get; set; } = 1;

    /// <summary>P6: the weight of the squared surplus of peers with one address; 0 or less.</summary>
    /// <value>-100.</value>
    [Range(-1e6, 0.0)]
    public double AddressColocationWeight { get; set; } = -100;

    /// <summary>P6: how many peers may share an IPv4 address or an IPv6 /64. Loopback is exempt.</summary>
    /// <value>5.</value>
    [Range(1, 10_000)]
    public int AddressColocationThreshold { get; set; } = 5;

    /// <summary>P7: the weight of the squared surplus of misbehaviour; 0 or less.</summary>
    /// <value>-10.</value>
    [Range(-1e6, 0.0)]
    public double BehaviourPenaltyWeight { get; set; } = -10;

    /// <summary>P7: how much misbehaviour is forgiven.</summary>
    /// <value>6.</value>
    [Range(0.0, 1e6)]
    public double BehaviourPenaltyThreshold { get; set; } = 6;

    /// <summary>P7: its decay.</summary>
    /// <value>0.998722: an hour.</value>
    [Range(0.0, 0.9999999)]
    public double BehaviourPenaltyDecay { get; set; } = 0.998722;

    /// <summary>How often counters decay.</summary>
    /// <value>1 s.</value>
    public TimeSpan DecayInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A counter below this is 0.</summary>
    /// <value>0.01.</value>
    [Range(0.0, 1.0)]
    public double DecayToZero { get; set; } = 0.01;

    /// <summary>How long the counters of a peer that went away with a bad record are kept: leaving clears nobody.</summary>
    /// <value>6 h.</value>
    public TimeSpan RetainScore { get; set; } = TimeSpan.FromHours(6);

    /// <summary>Below this, a peer's gossip (IHAVE, IWANT) is neither heard nor sent; 0 or less.</summary>
    /// <value>-500.</value>
    [Range(-1e9, 0.0)]
    public double GossipThreshold { get; set; } = -500;

    /// <summary>Below this, own messages are not sent to a peer; at most <see cref="GossipThreshold"/>.</summary>
    /// <value>-1000.</value>
    [Range(-1e9, 0.0)]
    public double PublishThreshold { get; set; } = -1000;

    /// <summary>Below this, nothing of a peer is heard; at most <see cref="PublishThreshold"/>.</summary>
    /// <value>-2500.</value>
    [Range(-1e9, 0.0)]
    public double GraylistThreshold { get; set; } = -2500;

    /// <summary>From this on, peers that a PRUNE names are dialled.</summary>
    /// <value>
    /// 10: more than standing by quietly ever earns, so only a peer that delivered valid messages first (20 of them with
    /// the default topic score) or that the host vouches for sends others on their way.
    /// </value>
    [Range(0.0, 1e9)]
    public double AcceptPeerExchangeThreshold { get; set; } = 10;

    /// <summary>When the median score of a mesh is below this, better peers are grafted.</summary>
    /// <value>3.5.</value>
    [Range(0.0, 1e9)]
    public double OpportunisticGraftThreshold { get; set; } = 3.5;
}
