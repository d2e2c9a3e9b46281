using System.Collections.Immutable;
using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Protocol;

/// <content>PRUNE: a peer takes this node out of its mesh, with a back-off and perhaps with others to turn to.</content>
internal sealed partial class GossipMesh
{
    /// <summary>A peer cannot keep this node out of its mesh for longer than this by one PRUNE.</summary>
    internal static readonly TimeSpan MaxPruneBackoff = TimeSpan.FromHours(1);

    /// <summary>What a back-off is longer here than the peer was told, so that clocks and links need not agree to the second.</summary>
    internal static readonly TimeSpan BackoffSlack = TimeSpan.FromSeconds(1);

    /// <summary>How a peer's record of itself comes here; set by the runtime, which knows connections.</summary>
    public Func<PeerId, ReadOnlyMemory<byte>> FindRecord { get; init; } = static _ => default;

    private void RemoveFromMesh(TopicMesh topic, GossipPeer peer)
    {
        if (topic.Mesh.Remove(peer))
        {
            PeerScores.Prune(peer.Score, topic.Name, _now);
        }
    }

    private void PruneAndSay(TopicMesh topic, GossipPeer peer, TimeSpan backoff, bool exchangesPeers)
    {
        RemoveFromMesh(topic, peer);
        topic.Backoffs.Add(peer.Id, _now + backoff);
        ImmutableArray<ExchangedPeer> others = [];
        ulong seconds = 0;
        if (peer.Version >= GossipVersion.V11)
        {
            seconds = (ulong)Math.Ceiling(backoff.TotalSeconds);
            others = exchangesPeers ? OthersFor(topic, peer) : [];
        }

        ControlFor(peer).Add(new Prune(topic.Name, others, seconds));
    }

    private ImmutableArray<ExchangedPeer> OthersFor(TopicMesh topic, GossipPeer peer)
    {
        if (_options.PeerExchangePeers == 0 || ScoreOf(peer) < 0)
        {
            return [];
        }

        List<GossipPeer> others = Draw(
            topic.Subscribers, _options.PeerExchangePeers, other => other != peer && ScoreOf(other) >= 0);
        return [.. others
            .Select(other => new ExchangedPeer(other.Id, FindRecord(other.Id)))
            .Where(other => !other.SignedRecord.IsEmpty)];
    }

    private void ReceivePrune(GossipPeer from, Prune prune)
    {
        if (!TryFindJoined(prune.Topic, out TopicMesh? topic))
        {
            return;
        }

        RemoveFromMesh(topic, from);
        TimeSpan backoff = prune.Backoff > 0
            ? TimeSpan.FromSeconds(Math.Min(prune.Backoff, MaxPruneBackoff.TotalSeconds))
            : _options.PruneBackoff;
        topic.Backoffs.Add(from.Id, _now + backoff + BackoffSlack);
        if (!prune.Peers.IsEmpty && ScoreOf(from) >= _options.Score.AcceptPeerExchangeThreshold)
        {
            ImmutableArray<ExchangedPeer> strangers =
                [.. prune.Peers.Where(peer => !peer.SignedRecord.IsEmpty && !_peers.ContainsKey(peer.Peer))];
            if (!strangers.IsEmpty)
            {
                _effects.Add(new GossipEffect.Connect(strangers));
            }
        }
    }
}
