using System.CommandLine;
using DaaCompute.Net.CommandLine.Node;
using DaaCompute.Net.Gossip;

namespace DaaCompute.Net.CommandLine.Commands;

/// <summary>The argument and option of commands that publish or subscribe.</summary>
internal sealed class TopicOptions
{
    private readonly Argument<Topic> _topic = new("topic")
    {
        Description = "The topic.",
        CustomParser = result => CommonOptions.ReadTopic(result.Tokens[0].Value, result),
    };

    private readonly Option<string?> _policy = CommonOptions.SignaturePolicy();

    public void AddTo(Command command)
    {
        command.Arguments.Add(_topic);
        command.Options.Add(_policy);
    }

    public TopicSettings Read(ParseResult parsed, NodeSettings node) => new(
        node, parsed.GetRequiredValue(_topic), CommonOptions.SignaturePolicyOf(parsed.GetValue(_policy), node.Classical));
}
