using System.CommandLine;
using DaaCompute.Net.CommandLine.Node;
using DaaCompute.Net.Gossip;

namespace DaaCompute.Net.CommandLine.Commands;

/// <summary><c>daa node run</c>: a node until it is told to stop.</summary>
internal static class NodeCommand
{
    public static Command Create()
    {
        NodeOptions node = new(dhtMode: "automatic");
        Option<Topic[]> topics = new("--topic")
        {
            Description = "A topic to join; what is heard there is told as events. May be given several times.",
            HelpName = "TOPIC",
            CustomParser = result => [.. result.Tokens.Select(token => CommonOptions.ReadTopic(token.Value, result))],
            DefaultValueFactory = _ => [],
        };
        Option<string?> policy = CommonOptions.SignaturePolicy();
        Option<bool> json = CommonOptions.Json();
        Command run = new("run", "Runs a node until SIGINT, SIGTERM or the end of standard input.") { topics, policy, json };
        node.AddTo(run, mustJoin: false);
        run.SetAction((parsed, stop) =>
        {
            NodeSettings settings = node.Read(parsed);
            SignaturePolicy signed = CommonOptions.SignaturePolicyOf(parsed.GetValue(policy), settings.Classical);
            return NodeRun.RunAsync(
                settings,
                [.. (parsed.GetValue(topics) ?? []).Distinct().Select(topic => new TopicSettings(settings, topic, signed))],
                parsed.GetValue(json) ? new JsonNodeOutput() : new TextNodeOutput(),
                stop);
        });
        return new Command("node", "Nodes.") { run };
    }
}
