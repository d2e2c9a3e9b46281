namespace DaaCompute.Net.Topology.Liveness;

/// <content>Probes: whom, when, and what it means that none is answered.</content>
internal sealed partial class FaultDetector
{
    /// <summary>Of this many probes under way at once, a node that gets none answered doubts itself, not everybody else.</summary>
    private const int Crowd = 3;

    private void Tick(TimeSpan now)
    {
        int silent = _peers.Values.Count(peer => peer.Probed is TimeSpan sent && now - sent >= Patience && !peer.IsSeenByOthers);
        int watched = _peers.Values.Count(peer => peer.Status != PeerStatus.Failed);
        bool isAlone = silent >= Crowd && silent * 2 > watched;
        foreach ((PeerId id, WatchedPeer peer) in _peers)
        {
            if (peer.Probed is TimeSpan sent)
            {
                Await(id, peer, now - sent, isAlone);
            }

            if (peer.Probed is null && now >= peer.NextProbe)
            {
                peer.Probed = now;
                peer.NextProbe = now + Interval;
                peer.IsAskedFor = false;
                peer.IsSeenByOthers = false;
                _effects.Add(new SendProbe(id));
            }

            Judge(id, peer, now);
        }
    }

    /// <summary>A probe is under way: after a while others are asked, after the interval it has failed.</summary>
    private void Await(PeerId id, WatchedPeer peer, TimeSpan waited, bool isAlone)
    {
        if (waited >= Patience && !peer.IsAskedFor)
        {
            AskOthers(id, peer);
        }

        if (waited < Interval)
        {
            return;
        }

        peer.Probed = null;
        if (peer.IsSeenByOthers)
        {
            return;
        }

        if (isAlone && LocalHealth < options.MaxLocalHealth)
        {
            // Most peers are silent at once: that is more likely this node's own fault. It slows down before it accuses.
            LocalHealth++;
            return;
        }

        peer.Failures++;
    }

    private void AskOthers(PeerId target, WatchedPeer peer)
    {
        if (peer.IsAskedFor)
        {
            return;
        }

        peer.IsAskedFor = true;
        PeerId[] able = [.. _peers.Where(other => other.Key != target && other.Value.Status == PeerStatus.Healthy).Select(other => other.Key)];
        entropy.Shuffle<PeerId>(able);
        foreach (PeerId via in able.Take(options.IndirectProbes))
        {
            _effects.Add(new SendIndirectProbe(via, target));
        }
    }

    /// <summary>The specification's <c>monitor_peer</c>, with φ for what "recently" means.</summary>
    private void Judge(PeerId id, WatchedPeer peer, TimeSpan now)
    {
        TimeSpan silence = now - peer.Arrivals.Last;
        if (peer.Status == PeerStatus.Failed || silence < options.HeartbeatTimeout)
        {
            return;
        }

        bool isSilent = peer.Arrivals.Phi(now) >= options.SuspicionLevel;
        if (peer.Failures >= options.FailureThreshold)
        {
            peer.Returned = null;
            Set(id, peer, PeerStatus.Failed);
        }
        else if (peer.Failures > 0 && isSilent)
        {
            Set(id, peer, PeerStatus.Suspected);
        }
    }
}
