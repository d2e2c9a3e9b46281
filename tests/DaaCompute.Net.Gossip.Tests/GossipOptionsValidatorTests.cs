using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Gossip.Tests;

public sealed class GossipOptionsValidatorTests
{
    public static TheoryData<string, Action<GossipOptions>> Mistakes => new()
    {
        { "DaaCompute:Gossip:MeshDegreeLow must be ≤ MeshDegree", options => options.MeshDegreeLow = 7 },
        { "DaaCompute:Gossip:MeshDegree must be ≤ MeshDegreeHigh", options => options.MeshDegreeHigh = 5 },
        { "DaaCompute:Gossip:MeshDegreeOut must be < MeshDegreeLow", options => options.MeshDegreeOut = 4 },
        { "DaaCompute:Gossip:HistoryGossip must be ≤ HistoryLength", options => options.HistoryGossip = 6 },
        { "DaaCompute:Gossip:MaxClockSkew must be ≤ half of SeenTimeToLive", options => options.SeenTimeToLive = TimeSpan.FromSeconds(100) },
        { "DaaCompute:Gossip:HeartbeatInterval must be above 0", options => options.HeartbeatInterval = TimeSpan.Zero },
        { "DaaCompute:Gossip:GossipFactor", options => options.GossipFactor = 1.5 },
        { "DaaCompute:Gossip:Score:PublishThreshold must be ≤ GossipThreshold", options => options.Score.PublishThreshold = -1 },
        { "DaaCompute:Gossip:Score:BehaviourPenaltyWeight", options => options.Score.BehaviourPenaltyWeight = 1 },
        { "DaaCompute:Gossip:TopicScore:TimeInMeshQuantum", options => options.TopicScore = new() { TimeInMeshQuantum = TimeSpan.Zero } },
        {
            "DaaCompute:Gossip:Topics:/a:Score:InvalidMessageDeliveriesWeight",
            options => options.Topics["/a"] = new() { Score = new() { InvalidMessageDeliveriesWeight = 1 } }
        },
    };

    [Fact]
    public void Defaults_AreValid() => Assert.True(Validate(new GossipOptions()).Succeeded);

    [Fact]
    public void Defaults_AreTheSpecifications()
    {
        GossipOptions options = new();
        Assert.Equal((6, 4, 12, 2), (options.MeshDegree, options.MeshDegreeLow, options.MeshDegreeHigh, options.MeshDegreeOut));
        Assert.Equal((0.25, TimeSpan.FromSeconds(1)), (options.GossipFactor, options.HeartbeatInterval));
        Assert.Equal((5, 3, 10, 5000), (options.HistoryLength, options.HistoryGossip, options.MaxIHaveMessages, options.MaxIHaveLength));
        Assert.Equal((TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(10)), (options.PruneBackoff, options.UnsubscribeBackoff));
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Mistake_IsNamedByItsPath(string expected, Action<GossipOptions> mistake)
    {
        GossipOptions options = new();
        mistake(options);
        Assert.Contains(expected, Validate(options).FailureMessage, StringComparison.Ordinal);
    }

    private static ValidateOptionsResult Validate(GossipOptions options) => new GossipOptionsValidator().Validate(name: null, options);
}
