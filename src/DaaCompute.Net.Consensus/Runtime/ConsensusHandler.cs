using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Consensus.Runtime;

/// <summary>Answers the streams that peers open.</summary>
internal sealed class ConsensusHandler(ConsensusNode node) : IProtocolHandler
{
    public ProtocolId Protocol => ConsensusLinks.Protocol;

    public ValueTask HandleAsync(IPeerStream stream, CancellationToken cancellationToken) =>
        node.ReadAsync(stream, cancellationToken);
}
