namespace DaaCompute.Net.Topology.Liveness;

/// <summary>Something that the failure detector wants done.</summary>
internal abstract record LivenessEffect;

/// <summary>Probe a peer.</summary>
internal sealed record SendProbe(PeerId Peer) : LivenessEffect;

/// <summary>Ask a peer to probe another one.</summary>
internal sealed record SendIndirectProbe(PeerId Via, PeerId Target) : LivenessEffect;

/// <summary>Tell others that a peer is suspected, so that it learns of it and can object.</summary>
internal sealed record TellSuspicion(PeerId Suspect, ulong Incarnation) : LivenessEffect;

/// <summary>Tell others that this node lives, in a new incarnation.</summary>
internal sealed record TellAlive(ulong Incarnation) : LivenessEffect;

/// <summary>What is believed of a peer has changed.</summary>
internal sealed record StatusChanged(PeerId Peer, PeerStatus Before, PeerStatus Now) : LivenessEffect;
