using System.ComponentModel.DataAnnotations;

namespace DaaCompute.Net.Gossip;

/// <summary>How what a peer does in one topic counts: P1 to P4 of gossipsub 1.1.</summary>
/// <remarks>
/// The defaults are those of Filecoin's block topic (lotus), which has been attacked and held, with mesh delivery rates
/// (P3) switched off as there: what rate to expect is known to the application alone. A decay is the factor per
/// <see cref="PeerScoreOptions.DecayInterval"/>; 0.998722 takes a counter from 1 to 0.01 in an hour of seconds.
/// </remarks>
public sealed class TopicScoreOptions
{
    /// <summary>What the topic's sum is multiplied with.</summary>
    /// <value>0.1.</value>
    [Range(0.0, 1e6)]
    public double TopicWeight { get; set; } = 0.1;

    /// <summary>P1: the weight of time in the mesh.</summary>
    /// <value>0.00027, about 1/3600.</value>
    [Range(0.0, 1e6)]
    public double TimeInMeshWeight { get; set; } = 0.00027;

    /// <summary>P1: the time that counts 1.</summary>
    /// <value>1 s.</value>
    public TimeSpan TimeInMeshQuantum { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>P1: the most it counts before weighting.</summary>
    /// <value>3600: an hour.</value>
    [Range(0.0, 1e9)]
    public double TimeInMeshCap { get; set; } = 3600;

    /// <summary>P2: the weight of messages delivered first.</summary>
    /// <value>5.</value>
    [Range(0.0, 1e6)]
    public double FirstMessageDeliveriesWeight { get; set; } = 5;

    /// <summary>P2: its decay.</summary>
    /// <value>0.998722.</value>
    [Range(0.0, 0.9999999)]
    public double FirstMessageDeliveriesDecay { get; set; } = 0.998722;

    /// <summary>P2: the most it counts before weighting.</summary>
    /// <value>100.</value>
    [Range(0.0, 1e9)]
    public double FirstMessageDeliveriesCap { get; set; } = 100;

    /// <summary>P3: the weight of the squared shortfall of messages delivered in the mesh; 0 or less.</summary>
    /// <value>0: off.</value>
    [Range(-1e6, 0.0)]
    public double MeshMessageDeliveriesWeight { get; set; }

    /// <summary>P3: its decay.</summary>
    /// <value>0.93: a minute, for topics that switch it on.</value>
    [Range(0.0, 0.9999999)]
    public double MeshMessageDeliveriesDecay { get; set; } = 0.93;

    /// <summary>P3: the most it counts.</summary>
    /// <value>100.</value>
    [Range(0.0, 1e9)]
    public double MeshMessageDeliveriesCap { get; set; } = 100;

    /// <summary>P3: how many deliveries are expected; what is missing is squared.</summary>
    /// <value>20.</value>
    [Range(0.0, 1e9)]
    public double MeshMessageDeliveriesThreshold { get; set; } = 20;

    /// <summary>P3: how long after its validation a message still counts for who delivers it too.</summary>
    /// <value>10 ms.</value>
    public TimeSpan MeshMessageDeliveriesWindow { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>P3: how long a peer is in the mesh before it counts.</summary>
    /// <value>5 s.</value>
    public TimeSpan MeshMessageDeliveriesActivation { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>P3b: the weight of shortfalls that peers left the mesh with; 0 or less.</summary>
    /// <value>0: off.</value>
    [Range(-1e6, 0.0)]
    public double MeshFailurePenaltyWeight { get; set; }

    /// <summary>P3b: its decay.</summary>
    /// <value>0.93.</value>
    [Range(0.0, 0.9999999)]
    public double MeshFailurePenaltyDecay { get; set; } = 0.93;

    /// <summary>P4: the weight of the squared number of invalid messages; 0 or less.</summary>
    /// <value>-1000: with the topic's weight, five invalid messages within minutes reach the graylist.</value>
    [Range(-1e6, 0.0)]
    public double InvalidMessageDeliveriesWeight { get; set; } = -1000;

    /// <summary>P4: its decay.</summary>
    /// <value>0.998722.</value>
    [Range(0.0, 0.9999999)]
    public double InvalidMessageDeliveriesDecay { get; set; } = 0.998722;
}
