using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Gossip;

/// <summary>Options of publish/subscribe. Section <c>DaaCompute:Gossip</c>.</summary>
/// <remarks>Where a default names no other origin, it is that of the gossipsub specification.</remarks>
public sealed class GossipOptions
{
    /// <summary>The settings' path, for error messages.</summary>
    internal const string Path = "DaaCompute:Gossip";

    /// <summary>D: how many peers of a topic exchange whole messages with this node.</summary>
    /// <value>6.</value>
    [Range(1, 1024)]
    public int MeshDegree { get; set; } = 6;

    /// <summary>D_lo: below this, the mesh takes on peers.</summary>
    /// <value>4.</value>
    [Range(1, 1024)]
    public int MeshDegreeLow { get; set; } = 4;

    /// <summary>D_hi: above this, the mesh sheds peers.</summary>
    /// <value>12.</value>
    [Range(1, 1024)]
    public int MeshDegreeHigh { get; set; } = 12;

    /// <summary>D_out: how many of the mesh this node has dialled itself; whoever dials it cannot fill its mesh.</summary>
    /// <value>2; below <see cref="MeshDegreeLow"/> and at most half of <see cref="MeshDegree"/>.</value>
    [Range(0, 1024)]
    public int MeshDegreeOut { get; set; } = 2;

    /// <summary>D_score: how many of the best-scored stay when the mesh sheds peers; the others are drawn.</summary>
    /// <value>4.</value>
    [Range(0, 1024)]
    public int MeshDegreeScore { get; set; } = 4;

    /// <summary>D_lazy: to how many peers outside the mesh message ids are told in each heartbeat, at least.</summary>
    /// <value>6.</value>
    [Range(0, 1024)]
    public int GossipDegree { get; set; } = 6;

    /// <summary>To what share of the peers outside the mesh ids are told, where that is more than <see cref="GossipDegree"/>.</summary>
    /// <value>0.25.</value>
    [Range(0.0, 1.0)]
    public double GossipFactor { get; set; } = 0.25;

    /// <summary>How often the mesh is looked after and ids are told.</summary>
    /// <value>1 s.</value>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the peers chosen for publishing without subscribing are kept.</summary>
    /// <value>60 s.</value>
    public TimeSpan FanOutTimeToLive { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>For how many heartbeats messages can be asked for.</summary>
    /// <value>5.</value>
    [Range(1, 256)]
    public int HistoryLength { get; set; } = 5;

    /// <summary>For how many heartbeats messages are told of; at most <see cref="HistoryLength"/>.</summary>
    /// <value>3.</value>
    [Range(1, 256)]
    public int HistoryGossip { get; set; } = 3;

    /// <summary>How many bytes of messages are kept to be asked for; the oldest go first.</summary>
    /// <value>16 MiB.</value>
    [Range(1L << 20, 1L << 34)]
    public long HistoryBytes { get; set; } = 16L << 20;

    /// <summary>How long a message is known to have been seen.</summary>
    /// <value>120 s.</value>
    public TimeSpan SeenTimeToLive { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>How many messages are known to have been seen; beyond, the oldest are forgotten.</summary>
    /// <value>262,144: over two thousand a second for the whole time, in at most some 40 MB.</value>
    [Range(1024, 1 << 26)]
    public int SeenCapacity { get; set; } = 1 << 18;

    /// <summary>How long a pruned peer is not grafted again.</summary>
    /// <value>60 s.</value>
    public TimeSpan PruneBackoff { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The same, when the prune says that this node no longer subscribes.</summary>
    /// <value>10 s.</value>
    public TimeSpan UnsubscribeBackoff { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A graft sooner than this after the prune counts twice as misbehaviour.</summary>
    /// <value>10 s, go-libp2p's.</value>
    public TimeSpan GraftFloodThreshold { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many IHAVE messages of a peer are heard in a heartbeat.</summary>
    /// <value>10.</value>
    [Range(1, 1000)]
    public int MaxIHaveMessages { get; set; } = 10;

    /// <summary>How many ids a peer is told of, and asked for, in a heartbeat.</summary>
    /// <value>5,000.</value>
    [Range(1, 5000)]
    public int MaxIHaveLength { get; set; } = 5000;

    /// <summary>How long a peer that was asked for a message may take before that counts as misbehaviour.</summary>
    /// <value>3 s.</value>
    public TimeSpan IWantFollowUpTime { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How often a peer is sent the same message for the asking.</summary>
    /// <value>3, go-libp2p's.</value>
    [Range(1, 100)]
    public int GossipRetransmission { get; set; } = 3;

    /// <summary>From which size of data on IDONTWANT is sent, in bytes.</summary>
    /// <value>1,024, go-libp2p's.</value>
    [Range(0, 1 << 20)]
    public int IDontWantThreshold { get; set; } = 1024;

    /// <summary>How many ids of a peer's IDONTWANT are heard in a heartbeat; each holds for three.</summary>
    /// <value>1,000, go-libp2p's.</value>
    [Range(0, 100_000)]
    public int MaxIDontWantIds { get; set; } = 1000;

    /// <summary>Whether own messages go to every subscriber that is connected and well-behaved, not to the mesh alone.</summary>
    /// <value>True: an attacker who holds the mesh cannot keep a message from leaving.</value>
    public bool FloodPublish { get; set; } = true;

    /// <summary>Every how many heartbeats a mesh of low score is improved.</summary>
    /// <value>60.</value>
    [Range(1, 100_000)]
    public int OpportunisticGraftTicks { get; set; } = 60;

    /// <summary>How many peers it then takes on.</summary>
    /// <value>2.</value>
    [Range(0, 1024)]
    public int OpportunisticGraftPeers { get; set; } = 2;

    /// <summary>How many other peers a pruned peer is told of.</summary>
    /// <value>16; 0 tells of none.</value>
    [Range(0, 16)]
    public int PeerExchangePeers { get; set; } = 16;

    /// <summary>The largest payload, in bytes, that is published or forwarded.</summary>
    /// <value>1,040,384: a frame of 1 MiB less 8 KiB for signature, key and headers.</value>
    [Range(1, 1_040_384)]
    public int MaxMessageSize { get; set; } = 1_040_384;

    /// <summary>How many topics this node, and any peer, may subscribe to.</summary>
    /// <value>1,024.</value>
    [Range(1, 4096)]
    public int MaxTopics { get; set; } = 1024;

    /// <summary>How many frames wait for one peer; beyond, messages forwarded for others are dropped, and counted.</summary>
    /// <value>1,024; go-libp2p keeps 32, js-libp2p 4 MiB.</value>
    [Range(16, 1 << 20)]
    public int PeerQueueLength { get; set; } = 1024;

    /// <summary>How many bytes wait for one peer; one frame always may.</summary>
    /// <value>4 MiB, js-libp2p's.</value>
    [Range(1 << 16, 1L << 32)]
    public long PeerQueueBytes { get; set; } = 4L << 20;

    /// <summary>How long a peer may take to accept what was written before its stream is reset and its queue dropped.</summary>
    /// <value>10 s, yamux's connection write time-out.</value>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many messages wait in a subscription; beyond, new ones are dropped, and counted.</summary>
    /// <value>1,024.</value>
    [Range(1, 1 << 24)]
    public int SubscriptionCapacity { get; set; } = 1024;

    /// <summary>How many messages are validated at once or wait for it; beyond, they are ignored, and counted.</summary>
    /// <value>8,192, go-libp2p's.</value>
    [Range(1, 1 << 20)]
    public int MaxValidations { get; set; } = 8192;

    /// <summary>The same, for one topic.</summary>
    /// <value>1,024, go-libp2p's.</value>
    [Range(1, 1 << 20)]
    public int MaxTopicValidations { get; set; } = 1024;

    /// <summary>The same, in bytes over all topics.</summary>
    /// <value>64 MiB.</value>
    [Range(1L << 20, 1L << 34)]
    public long MaxValidationBytes { get; set; } = 64L << 20;

    /// <summary>How many signatures are checked at the same time.</summary>
    /// <value>0: one for each processor.</value>
    [Range(0, 1024)]
    public int SignatureWorkers { get; set; }

    /// <summary>How messages are signed, unless <see cref="Topics"/> says otherwise.</summary>
    /// <value><see cref="SignaturePolicy.Envelope"/>.</value>
    [EnumDataType(typeof(SignaturePolicy))]
    public SignaturePolicy Policy { get; set; } = SignaturePolicy.Envelope;

    /// <summary>What ids of <see cref="SignaturePolicy.StrictSign"/> messages are made of.</summary>
    /// <value><see cref="SignedMessageIdForm.PeerId"/>; take the other among js-libp2p peers.</value>
    [EnumDataType(typeof(SignedMessageIdForm))]
    public SignedMessageIdForm SignedMessageId { get; set; }

    /// <summary>
    /// How far the time in a signed envelope may lie from this node's clock. An older message is ignored, so that nobody
    /// replays it once it is no longer known to have been seen.
    /// </summary>
    /// <value>60 s, the bound on clock skew; at most half of <see cref="SeenTimeToLive"/>.</value>
    public TimeSpan MaxClockSkew { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Whether peers without a post-quantum identity, where the host allows such at all, take part in gossip: they carry
    /// messages. Whatever this says, an <see cref="SignaturePolicy.Envelope"/> must be signed with a post-quantum key.
    /// </summary>
    /// <value>True: connecting to them is what the host has to opt into.</value>
    public bool AllowClassicalPeers { get; set; } = true;

    /// <summary>How what peers do in a topic counts, for topics that <see cref="Topics"/> gives no score of their own.</summary>
    /// <value>Null: such topics contribute nothing.</value>
    [ValidateObjectMembers]
    public TopicScoreOptions? TopicScore { get; set; }

    /// <summary>How peers are scored over all topics, and what a score leads to.</summary>
    [ValidateObjectMembers]
    public PeerScoreOptions Score { get; } = new();

    /// <summary>What single topics do otherwise, by their names.</summary>
    public IDictionary<string, GossipTopicOptions> Topics { get; } = new Dictionary<string, GossipTopicOptions>(StringComparer.Ordinal);
}
