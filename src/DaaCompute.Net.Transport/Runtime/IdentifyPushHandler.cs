namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Takes in what a peer says of itself unasked.</summary>
internal sealed class IdentifyPushHandler(IdentifyService identify) : IProtocolHandler
{
    public ProtocolId Protocol => IdentifyService.PushProtocol;

    public ValueTask HandleAsync(IPeerStream stream, CancellationToken cancellationToken) =>
        identify.ReceiveAsync((PeerConnection)stream.Connection, stream, cancellationToken);
}
