using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Gossip.Runtime;

/// <summary>Answers the streams that peers open for one version of the protocol.</summary>
internal sealed class GossipHandler(ProtocolId protocol, GossipNode node) : IProtocolHandler
{
    public ProtocolId Protocol => protocol;

    public ValueTask HandleAsync(IPeerStream stream, CancellationToken cancellationToken) =>
        node.ReadAsync(stream, cancellationToken);
}
