using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Topology.Runtime;

/// <summary>Believes what connections say: a peer that is connected is there, of others nothing is known.</summary>
internal sealed class ConnectionObserver(IPeerNetwork network) : IPeerObserver
{
    public PeerStatus StatusOf(PeerId peer) =>
        peer == network.LocalPeer.Id || network.FindConnection(peer) is not null ? PeerStatus.Healthy : PeerStatus.Unknown;
}
