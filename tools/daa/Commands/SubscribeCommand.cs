using System.CommandLine;
using DaaCompute.Net.CommandLine.Node;
using DaaCompute.Net.Gossip;

namespace DaaCompute.Net.CommandLine.Commands;

/// <summary><c>daa subscribe TOPIC</c>: prints what is published until told to stop.</summary>
internal static class SubscribeCommand
{
    public static Command Create()
    {
        NodeOptions node = new();
        TopicOptions topic = new();
        Option<int?> count = new("--count") { Description = "Stop after so many messages." };
        Option<bool> json = CommonOptions.Json();
        Command command = new("subscribe", "Prints a topic's messages until SIGINT, SIGTERM or the end of standard input.");
        topic.AddTo(command);
        command.Options.Add(count);
        command.Options.Add(json);
        node.AddTo(command);
        command.SetAction((parsed, stop) => RunAsync(
            topic.Read(parsed, node.Read(parsed)), parsed.GetValue(count) ?? int.MaxValue, parsed.GetValue(json), stop));
        return command;
    }

    private static async Task<int> RunAsync(TopicSettings settings, int count, bool json, CancellationToken stop)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await using DaaComputeNetwork network = await JoinedNode.StartAsync(settings.Node, stop, settings.Apply);
        await using ISubscription<GossipMessage> messages = await network.Gossip.SubscribeAsync(settings.Topic, stop);
        if (json)
        {
            JsonLine.Write(new { @event = "subscribed", topic = settings.Topic.Name, peerId = network.LocalPeer.Id.ToString() });
        }

        Task closed = StandardInput.WhenClosedAsync(ending);
        try
        {
            await foreach (GossipMessage message in messages.WithCancellation(ending.Token))
            {
                MessageLine.Write(message, json);
                if (--count <= 0)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Asked to stop.
        }

        return ExitCode.Done;
    }
}
