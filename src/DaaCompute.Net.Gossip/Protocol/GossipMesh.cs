using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Protocol;

/// <summary>
/// The gossipsub router: which peers exchange a topic's messages, who is told of them, who is believed. Pure: events and
/// the time come in, effects go out.
/// </summary>
/// <remarks>
/// Source: libp2p/specs gossipsub 1.0, 1.1 and 1.2. Each control message has a file of its own. Not safe for concurrent use.
/// </remarks>
internal sealed partial class GossipMesh
{
    private readonly GossipOptions _options;
    private readonly IEntropySource _entropy;
    private readonly Dictionary<PeerId, GossipPeer> _peers = [];
    private readonly List<GossipPeer> _peerList = [];
    private readonly Dictionary<string, TopicMesh> _topics = new(StringComparer.Ordinal);
    private readonly List<TopicMesh> _topicList = [];
    private readonly Dictionary<SeenKey, PendingMessage> _pending = [];
    private readonly SeenMessages _seen;
    private readonly MessageCache _cache;
    private readonly GossipPromises _promises;
    private readonly PeerScores _scores;
    private readonly List<GossipEffect> _effects = [];
    private readonly List<GossipPeer> _talkative = [];
    private TimeSpan _now;
    private long _heartbeats;

    public GossipMesh(GossipOptions options, IEntropySource entropy, Func<PeerId, double>? application = null)
    {
        _options = options;
        _entropy = entropy;
        _seen = new SeenMessages(options.SeenTimeToLive, options.SeenCapacity);
        _cache = new MessageCache(options.HistoryLength, options.HistoryGossip, options.HistoryBytes);
        _promises = new GossipPromises(options.IWantFollowUpTime);
        _scores = new PeerScores(
            options.Score,
            topic => options.Topics.TryGetValue(topic, out GossipTopicOptions? own) && own.Score is not null
                ? own.Score
                : options.TopicScore,
            application);
    }

    /// <summary>Takes in what happened.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="now">The time since some fixed beginning; never less than before.</param>
    /// <returns>What to do, in order. The list is used again by the next step.</returns>
    public IReadOnlyList<GossipEffect> Step(GossipEvent happened, TimeSpan now)
    {
        _now = now;
        _effects.Clear();
        switch (happened)
        {
            case GossipEvent.PeerAdded added:
                AddPeer(added);
                break;
            case GossipEvent.PeerRemoved removed:
                RemovePeer(removed.Peer);
                break;
            case GossipEvent.PeerRenewed renewed when _peers.TryGetValue(renewed.Peer, out GossipPeer? again):
                AddPeer(new GossipEvent.PeerAdded(again.Id, again.Version, again.IsOutbound, again.Score.Address));
                break;
            case GossipEvent.Received received when _peers.TryGetValue(received.From, out GossipPeer? from):
                Receive(from, received);
                break;
            case GossipEvent.Misbehaved misbehaved when _peers.TryGetValue(misbehaved.Peer, out GossipPeer? peer):
                peer.Score.BehaviourPenalty++;
                break;
            case GossipEvent.Joined joined:
                Join(joined.Topic);
                break;
            case GossipEvent.Left left:
                Leave(left.Topic);
                break;
            case GossipEvent.Published published:
                Publish(published.Message);
                break;
            case GossipEvent.Validated validated:
                Conclude(validated.Message, validated.Outcome);
                break;
            case GossipEvent.Heartbeat:
                Beat();
                break;
        }

        SendGathered();
        return _effects;
    }

    /// <summary>A peer's score; 0 for one that is not connected.</summary>
    public double ScoreOf(PeerId peer) => _peers.TryGetValue(peer, out GossipPeer? known) ? ScoreOf(known) : 0;

    /// <summary>The peers in a topic's mesh.</summary>
    public IEnumerable<PeerId> MeshOf(string topic) => FindTopic(topic)?.Mesh.Select(peer => peer.Id) ?? [];

    /// <summary>The connected peers that subscribe to a topic.</summary>
    public IEnumerable<PeerId> SubscribersOf(string topic) => FindTopic(topic)?.Subscribers.Select(peer => peer.Id) ?? [];

    /// <summary>Whether a message published to a topic now spreads: see <see cref="IGossip.WaitForMeshAsync"/>.</summary>
    public bool IsReady(string topic)
    {
        if (FindTopic(topic) is not { Subscribers.Count: > 0 } mesh)
        {
            return false;
        }

        int needed = Math.Min(_options.MeshDegreeLow, mesh.Subscribers.Count);
        return (mesh.IsJoined ? mesh.Mesh.Count : mesh.Subscribers.Count) >= needed;
    }

    private double ScoreOf(GossipPeer peer) => _scores.ScoreOf(peer.Score, _now);

    private TopicMesh? FindTopic(string topic) => _topics.GetValueOrDefault(topic);

    private TopicMesh GetTopic(string topic)
    {
        if (!_topics.TryGetValue(topic, out TopicMesh? mesh))
        {
            mesh = new TopicMesh(topic);
            _topics.Add(topic, mesh);
            _topicList.Add(mesh);
        }

        return mesh;
    }

    private bool TryFindJoined(string topic, [NotNullWhen(true)] out TopicMesh? mesh) =>
        _topics.TryGetValue(topic, out mesh) && mesh.IsJoined;

    /// <summary>What is to be sent to a peer at the end of this step.</summary>
    private OutgoingControl ControlFor(GossipPeer peer)
    {
        if (peer.Control.IsEmpty)
        {
            _talkative.Add(peer);
        }

        return peer.Control;
    }

    private void SendGathered()
    {
        foreach (GossipPeer peer in _talkative)
        {
            if (!peer.Control.IsEmpty)
            {
                _effects.Add(new GossipEffect.SendControl(peer.Id, peer.Control.Take()));
            }
        }

        _talkative.Clear();
    }

    /// <summary>Draws peers of a list that satisfy a condition.</summary>
    private List<GossipPeer> Draw(List<GossipPeer> from, int count, Func<GossipPeer, bool> condition)
    {
        List<GossipPeer> candidates = from.FindAll(peer => condition(peer));
        _entropy.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(candidates));
        if (candidates.Count > count)
        {
            candidates.RemoveRange(count, candidates.Count - count);
        }

        return candidates;
    }
}
