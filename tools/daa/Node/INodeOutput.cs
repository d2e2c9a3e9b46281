using DaaCompute.Net.Gossip;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.CommandLine.Node;

/// <summary>How a running node tells what happens to it.</summary>
internal interface INodeOutput
{
    /// <summary>The node listens.</summary>
    /// <param name="local">The node.</param>
    /// <param name="classical">The name that classical peers know it by; null where they are not allowed.</param>
    /// <param name="security">What its links may be secured by, best first.</param>
    void Ready(PeerInfo local, PeerId? classical, IReadOnlyList<ProtocolId> security);

    void Happened(PeerEvent happened);

    void Heard(GossipMessage message);

    void Stopped();
}
