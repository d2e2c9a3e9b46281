using System.Collections.Immutable;

namespace DaaCompute.Net.Topology.Liveness;

/// <summary>
/// Decides who is there: φ accrual for the silence of each peer, SWIM's indirect probes before a failure counts, Lifeguard's
/// doubt of oneself, and a peer's right to object.
/// </summary>
/// <remarks>
/// Pure: events and the time in, effects out. Sources: Das, Gupta and Motivala, "SWIM" (DSN 2002); Dadgar, Phillips and
/// Currey, "Lifeguard" (2017). The specification's rule stands on top: whoever was heard from within the heartbeat time-out
/// is healthy; then, up to the failure threshold, suspected; then failed.
/// </remarks>
internal sealed partial class FaultDetector(PeerId self, FaultDetectorOptions options, IEntropySource entropy)
{
    private readonly SortedDictionary<PeerId, WatchedPeer> _peers = [];
    private readonly List<LivenessEffect> _effects = [];
    private ulong _incarnation;

    /// <summary>How sick this node thinks it is itself: its patience grows by as many times.</summary>
    public int LocalHealth { get; private set; }

    public PeerStatus StatusOf(PeerId peer) =>
        peer == self ? PeerStatus.Healthy : _peers.GetValueOrDefault(peer)?.Status ?? PeerStatus.Unknown;

    /// <summary>When a tick has something to do next.</summary>
    public TimeSpan? NextDue(TimeSpan now) => _peers.Count == 0
        ? null
        : _peers.Values.Min(peer => peer.Probed is TimeSpan sent ? Min(sent + Patience, sent + Interval) : peer.NextProbe) is TimeSpan due
            && due > now ? due : now;

    private TimeSpan Interval => options.ProbeInterval * (1 + LocalHealth);

    private TimeSpan Patience => Min(options.ProbeTimeout * (1 + LocalHealth), Interval);

    public ImmutableArray<LivenessEffect> Step(LivenessEvent happened, TimeSpan now)
    {
        switch (happened)
        {
            case PeerWatched watched when watched.Peer != self && !_peers.ContainsKey(watched.Peer):
                _peers.Add(watched.Peer, new WatchedPeer(new ArrivalHistory(options.ProbeInterval, now), now));
                break;
            case PeerForgotten forgotten:
                _peers.Remove(forgotten.Peer);
                break;
            case PeerHeard heard when _peers.TryGetValue(heard.Peer, out WatchedPeer? peer):
                Hear(heard.Peer, peer, now);
                break;
            case ProbeRefused refused when _peers.TryGetValue(refused.Peer, out WatchedPeer? peer) && peer.Probed is not null:
                AskOthers(refused.Peer, peer);
                break;
            case IndirectAnswer answer when _peers.TryGetValue(answer.Peer, out WatchedPeer? peer) && peer.Probed is not null:
                TakeAnswer(peer, answer.IsAlive);
                break;
            case SuspicionHeard suspicion:
                TakeSuspicion(suspicion);
                break;
            case AliveHeard alive when _peers.TryGetValue(alive.Peer, out WatchedPeer? peer) && alive.Incarnation > peer.Incarnation:
                peer.Incarnation = alive.Incarnation;
                Clear(alive.Peer, peer, now);
                break;
            case LivenessTick:
                Tick(now);
                break;
        }

        ImmutableArray<LivenessEffect> effects = [.. _effects];
        _effects.Clear();
        return effects;
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private void Hear(PeerId id, WatchedPeer peer, TimeSpan now)
    {
        if (peer.Probed is not null)
        {
            // Its own probes are answered, so this node is well.
            LocalHealth = Math.Max(0, LocalHealth - 1);
            peer.Probed = null;
        }

        peer.Arrivals.Hear(now);
        Clear(id, peer, now);
    }

    /// <summary>A peer shows that it lives: a failed one is on probation first, others are healthy.</summary>
    private void Clear(PeerId id, WatchedPeer peer, TimeSpan now)
    {
        peer.Failures = 0;
        if (peer.Status == PeerStatus.Failed)
        {
            // Its silence is no measure of how it usually answers.
            peer.Returned = now;
            peer.Arrivals = new ArrivalHistory(options.ProbeInterval, now);
            Set(id, peer, PeerStatus.Suspected);
        }

        if (peer.Returned is TimeSpan since && now - since < options.RecoveryTimeout)
        {
            return;
        }

        peer.Returned = null;
        Set(id, peer, PeerStatus.Healthy);
    }

    private void TakeAnswer(WatchedPeer peer, bool isAlive)
    {
        peer.IsSeenByOthers |= isAlive;
        if (isAlive)
        {
            // Others reach it and this node does not: one more reason to doubt oneself.
            LocalHealth = Math.Min(options.MaxLocalHealth, LocalHealth + 1);
        }
    }

    private void TakeSuspicion(SuspicionHeard suspicion)
    {
        if (suspicion.Suspect == self && suspicion.Incarnation >= _incarnation)
        {
            _incarnation = suspicion.Incarnation + 1;
            LocalHealth = Math.Min(options.MaxLocalHealth, LocalHealth + 1);
            _effects.Add(new TellAlive(_incarnation));
        }
    }

    private void Set(PeerId id, WatchedPeer peer, PeerStatus status)
    {
        if (peer.Status == status)
        {
            return;
        }

        _effects.Add(new StatusChanged(id, peer.Status, status));
        peer.Status = status;
        if (status == PeerStatus.Suspected && peer.Returned is null)
        {
            _effects.Add(new TellSuspicion(id, peer.Incarnation));
        }
    }
}
