namespace DaaCompute.Net.Gossip.Runtime;

/// <summary>Which policy a topic has.</summary>
internal sealed class MessagePolicies(GossipOptions options, Func<SignaturePolicy, IMessagePolicy> create)
{
    private readonly Dictionary<SignaturePolicy, IMessagePolicy> _policies =
        Enum.GetValues<SignaturePolicy>().ToDictionary(policy => policy, create);

    public IMessagePolicy Of(string topic) => _policies[
        options.Topics.TryGetValue(topic, out GossipTopicOptions? own) && own.Policy is { } policy
            ? policy
            : options.Policy];
}
