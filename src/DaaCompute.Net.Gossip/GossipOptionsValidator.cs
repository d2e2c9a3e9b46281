using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Gossip;

/// <summary>Checks the options' ranges, and what they have to do with each other.</summary>
internal sealed class GossipOptionsValidator : IValidateOptions<GossipOptions>
{
    public ValidateOptionsResult Validate(string? name, GossipOptions options)
    {
        List<string> failures = [];
        ValidateOptionsResult ranges = new GossipRangeValidator().Validate(name: null, options);
        if (ranges.Failed)
        {
            // The generated check names the property by its class; the setting's path is what helps.
            failures.AddRange(ranges.Failures.Select(failure => failure
                .Replace("GossipOptions.Score.", GossipOptions.Path + ":Score:", StringComparison.Ordinal)
                .Replace("GossipOptions.TopicScore.", GossipOptions.Path + ":TopicScore:", StringComparison.Ordinal)
                .Replace("GossipOptions.", GossipOptions.Path + ":", StringComparison.Ordinal)));
        }

        failures.AddRange(Degrees(options).Concat(Times(options)).Concat(Scores(options.Score)).Select(WithPath));
        failures.AddRange(TopicScore(options.TopicScore, "TopicScore").Select(WithPath));
        foreach ((string topic, GossipTopicOptions topicOptions) in options.Topics.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            failures.AddRange(TopicFailures(topic, topicOptions));
        }

        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    private static string WithPath(string failure) => $"{GossipOptions.Path}:{failure}";

    private static IEnumerable<string> Degrees(GossipOptions options)
    {
        if (options.MeshDegreeLow > options.MeshDegree)
        {
            yield return "MeshDegreeLow must be ≤ MeshDegree.";
        }

        if (options.MeshDegree > options.MeshDegreeHigh)
        {
            yield return "MeshDegree must be ≤ MeshDegreeHigh.";
        }

        if (options.MeshDegreeOut >= options.MeshDegreeLow || options.MeshDegreeOut > options.MeshDegree / 2)
        {
            yield return "MeshDegreeOut must be < MeshDegreeLow and ≤ half of MeshDegree.";
        }

        if (options.MeshDegreeScore > options.MeshDegree)
        {
            yield return "MeshDegreeScore must be ≤ MeshDegree.";
        }

        if (options.HistoryGossip > options.HistoryLength)
        {
            yield return "HistoryGossip must be ≤ HistoryLength.";
        }
    }

    private static IEnumerable<string> Times(GossipOptions options)
    {
        (string Name, TimeSpan Value)[] times =
        [
            ("HeartbeatInterval", options.HeartbeatInterval),
            ("FanOutTimeToLive", options.FanOutTimeToLive),
            ("SeenTimeToLive", options.SeenTimeToLive),
            ("PruneBackoff", options.PruneBackoff),
            ("UnsubscribeBackoff", options.UnsubscribeBackoff),
            ("GraftFloodThreshold", options.GraftFloodThreshold),
            ("IWantFollowUpTime", options.IWantFollowUpTime),
            ("WriteTimeout", options.WriteTimeout),
            ("MaxClockSkew", options.MaxClockSkew),
            ("Score:DecayInterval", options.Score.DecayInterval),
            ("Score:RetainScore", options.Score.RetainScore),
        ];
        foreach ((string name, TimeSpan value) in times)
        {
            if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(7))
            {
                yield return $"{name} must be above 0 and at most 7 days.";
            }
        }

        if (options.MaxClockSkew > options.SeenTimeToLive / 2)
        {
            yield return "MaxClockSkew must be ≤ half of SeenTimeToLive, or old messages could be replayed.";
        }
    }

    private static IEnumerable<string> Scores(PeerScoreOptions score)
    {
        if (score.PublishThreshold > score.GossipThreshold)
        {
            yield return "Score:PublishThreshold must be ≤ GossipThreshold.";
        }

        if (score.GraylistThreshold > score.PublishThreshold)
        {
            yield return "Score:GraylistThreshold must be ≤ PublishThreshold.";
        }
    }

    private static IEnumerable<string> TopicScore(TopicScoreOptions? score, string path)
    {
        if (score is null)
        {
            yield break;
        }

        if (score.TimeInMeshQuantum <= TimeSpan.Zero)
        {
            yield return $"{path}:TimeInMeshQuantum must be above 0.";
        }

        if (score.MeshMessageDeliveriesWindow < TimeSpan.Zero || score.MeshMessageDeliveriesActivation < TimeSpan.Zero)
        {
            yield return $"{path}:MeshMessageDeliveriesWindow and MeshMessageDeliveriesActivation must not be below 0.";
        }
    }

    private static IEnumerable<string> TopicFailures(string topic, GossipTopicOptions options)
    {
        string path = $"{GossipOptions.Path}:Topics:{topic}:";
        ValidateOptionsResult ranges = new GossipTopicRangeValidator().Validate(name: null, options);
        IEnumerable<string> failures = ranges.Failed
            ? ranges.Failures.Select(failure => failure
                .Replace("GossipTopicOptions.Score.", path + "Score:", StringComparison.Ordinal)
                .Replace("GossipTopicOptions.", path, StringComparison.Ordinal))
            : [];
        return failures.Concat(TopicScore(options.Score, "Score").Select(failure => path + failure));
    }
}
