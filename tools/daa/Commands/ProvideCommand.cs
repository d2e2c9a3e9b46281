using System.CommandLine;
using DaaCompute.Net.CommandLine.Node;
using DaaCompute.Net.Dht;

namespace DaaCompute.Net.CommandLine.Commands;

/// <summary><c>daa provide KEY</c>: tells the DHT that this node has content, until told to stop.</summary>
internal static class ProvideCommand
{
    public static Command Create()
    {
        NodeOptions node = new();
        Argument<ContentKey> key = CommonOptions.Content("key");
        Option<bool> once = new("--once") { Description = "Announce it and leave; the records expire within 48 hours." };
        Option<bool> json = CommonOptions.Json();
        Command command = new("provide", "Announces content until SIGINT, SIGTERM or the end of standard input.") { key, once, json };
        node.AddTo(command);
        command.SetAction((parsed, stop) => RunAsync(
            node.Read(parsed), parsed.GetRequiredValue(key), parsed.GetValue(once), parsed.GetValue(json), stop));
        return command;
    }

    private static async Task<int> RunAsync(NodeSettings settings, ContentKey key, bool once, bool json, CancellationToken stop)
    {
        await using DaaComputeNetwork network = await JoinedNode.StartAsync(settings, stop);
        await network.Content.ProvideAsync(key, stop);
        if (json)
        {
            JsonLine.Write(new { @event = "provided", key = key.ToString(), peerId = network.LocalPeer.Id.ToString() });
        }
        else
        {
            Console.WriteLine($"{network.LocalPeer.Id} provides {key}");
        }

        return once ? ExitCode.Done : await WaitAsync(stop);
    }

    private static async Task<int> WaitAsync(CancellationToken stop)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task closed = StandardInput.WhenClosedAsync(ending);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, ending.Token);
        }
        catch (OperationCanceledException)
        {
            // Asked to stop; announcements end with the node.
        }

        return ExitCode.Done;
    }
}
