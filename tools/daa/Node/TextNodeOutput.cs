using DaaCompute.Net.Gossip;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.CommandLine.Node;

/// <summary>For people.</summary>
internal sealed class TextNodeOutput : INodeOutput
{
    public void Ready(PeerInfo local, PeerId? classical, IReadOnlyList<ProtocolId> security)
    {
        Console.WriteLine($"{local.Id} is ready; links are secured by {string.Join(", ", security)}");
        if (classical is not null)
        {
            Console.WriteLine($"{classical} is its name for classical peers");
        }

        foreach (string address in PeerLine.AddressesOf(local, classical))
        {
            Console.WriteLine($"  {address}");
        }
    }

    public void Happened(PeerEvent happened)
    {
        IPeerConnection connection = happened.Connection;
        Console.WriteLine(happened.Kind switch
        {
            PeerEventKind.Connected => $"+ {connection.RemotePeer.Id} {connection.RemoteAddress} {connection.Security}",
            PeerEventKind.Identified => $"  {connection.RemotePeer.Id} is {connection.RemotePeer.AgentVersion}",
            _ => $"- {connection.RemotePeer.Id} {happened.Reason}",
        });
    }

    public void Heard(GossipMessage message) => MessageLine.Write(message, json: false);

    public void Stopped() => Console.WriteLine("stopped");
}
