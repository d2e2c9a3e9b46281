namespace DaaCompute.Net.Transport.Protocol;

/// <summary>Orders registrations by peer and then by namespace, character by character.</summary>
internal sealed class RendezvousOrder : IComparer<(PeerId Peer, string Namespace)>
{
    public static RendezvousOrder Instance { get; } = new();

    public int Compare((PeerId Peer, string Namespace) x, (PeerId Peer, string Namespace) y)
    {
        int byPeer = x.Peer.CompareTo(y.Peer);
        return byPeer != 0 ? byPeer : string.CompareOrdinal(x.Namespace, y.Namespace);
    }
}
