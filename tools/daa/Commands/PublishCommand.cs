using System.CommandLine;
using System.Text;
using DaaCompute.Net.CommandLine.Node;
using DaaCompute.Net.Gossip;

namespace DaaCompute.Net.CommandLine.Commands;

/// <summary><c>daa publish TOPIC [MESSAGE]</c>: publishes one message, or each line of standard input.</summary>
internal static class PublishCommand
{
    public static Command Create()
    {
        NodeOptions node = new();
        TopicOptions topic = new();
        Argument<string?> message = new("message")
        {
            Description = "The message; every line of standard input unless given.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<double> within = CommonOptions.Seconds("--within", "How long to wait for the topic's mesh, in seconds.", 15);
        Option<bool> json = CommonOptions.Json();
        Command command = new("publish", "Publishes to a topic.");
        topic.AddTo(command);
        command.Arguments.Add(message);
        command.Options.Add(within);
        command.Options.Add(json);
        node.AddTo(command);
        command.SetAction((parsed, stop) => RunAsync(
            topic.Read(parsed, node.Read(parsed)),
            parsed.GetValue(message),
            TimeSpan.FromSeconds(parsed.GetValue(within)),
            parsed.GetValue(json),
            stop));
        return command;
    }

    private static async Task<int> RunAsync(
        TopicSettings settings, string? message, TimeSpan within, bool json, CancellationToken stop)
    {
        await using DaaComputeNetwork network = await JoinedNode.StartAsync(settings.Node, stop, settings.Apply);
        using Deadline deadline = new(within, stop);
        if (!await deadline.RunAsync(token => network.Gossip.WaitForMeshAsync(settings.Topic, token)))
        {
            await Console.Error.WriteLineAsync(
                $"daa: nobody of {settings.Topic} was met within {within.TotalSeconds} s, so nothing was published. "
                + "Name a node that has joined it with --bootstrap, or wait longer with --within.");
            return ExitCode.Failed;
        }

        int published = 0;
        await foreach (string text in MessagesAsync(message, stop))
        {
            await network.Gossip.PublishAsync(settings.Topic, Encoding.UTF8.GetBytes(text), stop);
            published++;
        }

        if (json)
        {
            JsonLine.Write(new { @event = "published", topic = settings.Topic.Name, messages = published });
        }
        else
        {
            Console.WriteLine($"published {published} to {settings.Topic}");
        }

        return ExitCode.Done;
    }

    private static async IAsyncEnumerable<string> MessagesAsync(
        string? message, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        if (message is not null)
        {
            yield return message;
            yield break;
        }

        while (await Console.In.ReadLineAsync(stop) is string line)
        {
            yield return line;
        }
    }
}
