using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Gossip;

/// <summary>What one topic does otherwise than the others. Section <c>DaaCompute:Gossip:Topics:NAME</c>.</summary>
public sealed class GossipTopicOptions
{
    /// <summary>How its messages are signed.</summary>
    /// <value>Null: as <see cref="GossipOptions.Policy"/> says.</value>
    [EnumDataType(typeof(SignaturePolicy))]
    public SignaturePolicy? Policy { get; set; }

    /// <summary>How what peers do in this topic counts; null when it does not count.</summary>
    /// <value>Null: as <see cref="GossipOptions.TopicScore"/> says.</value>
    [ValidateObjectMembers]
    public TopicScoreOptions? Score { get; set; }
}
