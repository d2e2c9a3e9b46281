using System.CommandLine;
using DaaCompute.Net.CommandLine.Node;

namespace DaaCompute.Net.CommandLine.Commands;

/// <summary><c>daa find-peer PEERID</c>: asks the DHT where a peer is.</summary>
internal static class FindPeerCommand
{
    public static Command Create()
    {
        NodeOptions node = new();
        Argument<PeerId> peer = CommonOptions.Peer("peer");
        Option<double> within = CommonOptions.Seconds("--within", "How long to search, in seconds.", 60);
        Option<bool> json = CommonOptions.Json();
        Command command = new("find-peer", "Looks up a peer's addresses.") { peer, within, json };
        node.AddTo(command);
        command.SetAction((parsed, stop) => RunAsync(
            node.Read(parsed),
            parsed.GetRequiredValue(peer),
            TimeSpan.FromSeconds(parsed.GetValue(within)),
            parsed.GetValue(json),
            stop));
        return command;
    }

    private static async Task<int> RunAsync(
        NodeSettings settings, PeerId wanted, TimeSpan within, bool json, CancellationToken stop)
    {
        await using DaaComputeNetwork network = await JoinedNode.StartAsync(settings, stop);
        using Deadline deadline = new(within, stop);
        PeerInfo? found = await deadline.RunAsync(token => network.Content.FindPeerAsync(wanted, token));
        if (found is null)
        {
            await Console.Error.WriteLineAsync($"daa: nobody knows {wanted}.");
            return ExitCode.Failed;
        }

        PeerLine.Write(found, json);
        return ExitCode.Done;
    }
}
