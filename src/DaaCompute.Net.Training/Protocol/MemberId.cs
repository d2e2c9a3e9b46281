namespace DaaCompute.Net.Training.Protocol;

/// <summary>A peer in one of its lives: who leaves and joins again is another member.</summary>
internal readonly record struct MemberId(PeerId Peer, ulong Incarnation) : IComparable<MemberId>
{
    public int CompareTo(MemberId other)
    {
        int byPeer = Peer.CompareTo(other.Peer);
        return byPeer != 0 ? byPeer : Incarnation.CompareTo(other.Incarnation);
    }
}
