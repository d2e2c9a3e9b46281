namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Answers a peer that asks what this node is.</summary>
internal sealed class IdentifyHandler(IdentifyService identify) : IProtocolHandler
{
    public ProtocolId Protocol => IdentifyService.Protocol;

    public ValueTask HandleAsync(IPeerStream stream, CancellationToken cancellationToken) =>
        identify.SendAsync((PeerConnection)stream.Connection, stream, cancellationToken);
}
