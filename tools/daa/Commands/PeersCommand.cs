using System.CommandLine;
using DaaCompute.Net.CommandLine.Node;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.CommandLine.Commands;

/// <summary><c>daa peers</c>: joins a network, looks around for a while, and lists who is there.</summary>
internal static class PeersCommand
{
    public static Command Create()
    {
        NodeOptions node = new();
        Option<double> seconds = CommonOptions.Seconds("--for", "How long to look around, in seconds.", 5);
        Option<bool> json = CommonOptions.Json();
        Command command = new("peers", "Lists the peers of a network.") { seconds, json };
        node.AddTo(command);
        command.SetAction((parsed, stop) => RunAsync(
            node.Read(parsed), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(json), stop));
        return command;
    }

    private static async Task<int> RunAsync(NodeSettings settings, TimeSpan duration, bool json, CancellationToken stop)
    {
        await using DaaComputeNetwork network = await JoinedNode.StartAsync(settings, stop);
        await Task.Delay(duration, stop);
        foreach (PeerInfo known in network.Directory.Snapshot().Where(peer => peer.Id != network.LocalPeer.Id))
        {
            Show(known, network.Peers.FindConnection(known.Id), json);
        }

        return ExitCode.Done;
    }

    private static void Show(PeerInfo known, IPeerConnection? connection, bool json)
    {
        PeerInfo peer = connection?.RemotePeer ?? known;
        string[] addresses = [.. (peer.Addresses.IsEmpty ? known : peer).Addresses.Select(address => address.ToString())];
        if (json)
        {
            JsonLine.Write(new
            {
                peerId = peer.Id.ToString(),
                connected = connection is not null,
                postQuantum = connection?.IsPostQuantum,
                security = connection?.Security.Value,
                role = peer.Role.ToString(),
                agent = peer.AgentVersion,
                addresses,
            });
        }
        else
        {
            string state = connection is null ? "known" : connection.IsPostQuantum ? "connected" : "connected, NOT post-quantum";
            Console.WriteLine($"{peer.Id} {state} {peer.AgentVersion} {string.Join(' ', addresses)}");
        }
    }
}
