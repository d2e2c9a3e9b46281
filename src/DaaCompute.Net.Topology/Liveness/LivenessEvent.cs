namespace DaaCompute.Net.Topology.Liveness;

/// <summary>Something that the failure detector is told.</summary>
internal abstract record LivenessEvent;

/// <summary>A peer is to be watched from now on.</summary>
internal sealed record PeerWatched(PeerId Peer) : LivenessEvent;

/// <summary>A peer left by itself, or is no concern any more.</summary>
internal sealed record PeerForgotten(PeerId Peer) : LivenessEvent;

/// <summary>A peer answered a probe, or anything else came from it.</summary>
internal sealed record PeerHeard(PeerId Peer) : LivenessEvent;

/// <summary>A probe that this detector asked for found nobody: the connection is gone, or refuses.</summary>
internal sealed record ProbeRefused(PeerId Peer) : LivenessEvent;

/// <summary>Another peer says that it reached the one it was asked to probe, or that it did not.</summary>
internal sealed record IndirectAnswer(PeerId Peer, PeerId Via, bool IsAlive) : LivenessEvent;

/// <summary>Another peer says that it suspects somebody, in that incarnation.</summary>
internal sealed record SuspicionHeard(PeerId Suspect, ulong Incarnation) : LivenessEvent;

/// <summary>A peer says that it lives, in that incarnation.</summary>
internal sealed record AliveHeard(PeerId Peer, ulong Incarnation) : LivenessEvent;

/// <summary>Time has passed.</summary>
internal sealed record LivenessTick : LivenessEvent;
