using DaaCompute.Net.Gossip;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.CommandLine.Node;

/// <summary>A node of one topic.</summary>
/// <param name="Node">The node.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Policy">How its messages say who wrote them.</param>
internal sealed record TopicSettings(NodeSettings Node, Topic Topic, SignaturePolicy Policy)
{
    /// <summary>Makes the topic one of the node's.</summary>
    public void Apply(IDaaComputeBuilder builder) => builder.Services.Configure<GossipOptions>(
        gossip => gossip.Topics[Topic.Name] = new GossipTopicOptions { Policy = Policy });
}
