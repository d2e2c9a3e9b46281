using System.CommandLine;
using DaaCompute.Net.CommandLine.Node;
using DaaCompute.Net.Dht;

namespace DaaCompute.Net.CommandLine.Commands;

/// <summary><c>daa find-providers KEY</c>: asks the DHT who has content.</summary>
internal static class FindProvidersCommand
{
    public static Command Create()
    {
        NodeOptions node = new();
        Argument<ContentKey> key = CommonOptions.Content("key");
        Option<int> count = new("--count") { Description = "How many are enough.", DefaultValueFactory = _ => 20 };
        Option<double> within = CommonOptions.Seconds("--within", "How long to search, in seconds.", 60);
        Option<bool> json = CommonOptions.Json();
        Command command = new("find-providers", "Finds who has content.") { key, count, within, json };
        node.AddTo(command);
        command.SetAction((parsed, stop) => RunAsync(
            node.Read(parsed),
            parsed.GetRequiredValue(key),
            parsed.GetValue(count),
            TimeSpan.FromSeconds(parsed.GetValue(within)),
            parsed.GetValue(json),
            stop));
        return command;
    }

    private static async Task<int> RunAsync(
        NodeSettings settings, ContentKey key, int count, TimeSpan within, bool json, CancellationToken stop)
    {
        await using DaaComputeNetwork network = await JoinedNode.StartAsync(settings, stop);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(within);
        int found = 0;
        try
        {
            await foreach (PeerInfo provider in network.Content.FindProvidersAsync(key, patience.Token))
            {
                PeerLine.Write(provider, json);
                if (++found >= count)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // The time is over; what was found has been printed.
        }

        if (found == 0)
        {
            await Console.Error.WriteLineAsync($"daa: nobody has {key}.");
        }

        return found > 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
