using DaaCompute.Net.Transport;

namespace DaaCompute.Net.CommandLine.Node;

/// <summary>How a running node tells what happens to it.</summary>
internal interface INodeOutput
{
    void Ready(PeerInfo local, IReadOnlyList<ProtocolId> security);

    void Happened(PeerEvent happened);

    void Stopped();
}
