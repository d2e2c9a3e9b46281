using DaaCompute.Net.Gossip;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.CommandLine.Node;

/// <summary>For programs: one JSON object a line. The first is the ready line, the others are events.</summary>
internal sealed class JsonNodeOutput : INodeOutput
{
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public void Ready(PeerInfo local, PeerId? classical, IReadOnlyList<ProtocolId> security) => JsonLine.Write(new
    {
        peerId = local.Id.ToString(),
        classicalPeerId = classical?.ToString(),
        addresses = PeerLine.AddressesOf(local, classical),
        security = security.Select(protocol => protocol.Value),
    });

    public void Happened(PeerEvent happened)
    {
        IPeerConnection connection = happened.Connection;
        PeerInfo peer = connection.RemotePeer;
        string peerId = peer.Id.ToString();
        switch (happened.Kind)
        {
            case PeerEventKind.Connected:
                JsonLine.Write(new
                {
                    @event = "connected",
                    at = Now,
                    peerId,
                    address = connection.RemoteAddress.ToString(),
                    outbound = connection.IsOutbound,
                    security = connection.Security.Value,
                    postQuantum = connection.IsPostQuantum,
                });
                break;
            case PeerEventKind.Identified:
                JsonLine.Write(new
                {
                    @event = "identified",
                    at = Now,
                    peerId,
                    role = peer.Role.ToString(),
                    agent = peer.AgentVersion,
                    protocols = peer.Protocols.Select(protocol => protocol.Value),
                });
                break;
            case PeerEventKind.Disconnected:
                JsonLine.Write(new { @event = "disconnected", at = Now, peerId, reason = happened.Reason });
                break;
        }
    }

    public void Heard(GossipMessage message) => MessageLine.Write(message, json: true);

    public void Stopped() => JsonLine.Write(new { @event = "stopped", at = Now });
}
