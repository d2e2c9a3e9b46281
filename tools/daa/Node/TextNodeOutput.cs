using DaaCompute.Net.Transport;

namespace DaaCompute.Net.CommandLine.Node;

/// <summary>For people.</summary>
internal sealed class TextNodeOutput : INodeOutput
{
    public void Ready(PeerInfo local, IReadOnlyList<ProtocolId> security)
    {
        Console.WriteLine($"{local.Id} is ready; links are secured by {string.Join(", ", security)}");
        foreach (Multiaddress address in local.Addresses)
        {
            Console.WriteLine($"  {address.WithPeer(local.Id)}");
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

    public void Stopped() => Console.WriteLine("stopped");
}
