namespace DaaCompute.Net.Topology.Runtime;

/// <summary>What this node's failure detector believes.</summary>
internal interface IPeerObserver
{
    PeerStatus StatusOf(PeerId peer);
}
