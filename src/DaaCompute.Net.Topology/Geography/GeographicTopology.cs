using System.Collections.Immutable;

namespace DaaCompute.Net.Topology.Geography;

/// <summary>The specification's <c>GeographicTopology</c>: regions, what connects them, and what they lack.</summary>
/// <param name="Regions">The regions, in the order of their names.</param>
/// <param name="InterRegionLinks">The links between regions, in the order of their names.</param>
/// <param name="ReplicationFactor">The fewest nodes of a region.</param>
internal sealed record GeographicTopology(
    ImmutableArray<Region> Regions, ImmutableArray<InterRegionLink> InterRegionLinks, int ReplicationFactor)
{
    /// <summary>Sums a state up by region. Members that name none are in none.</summary>
    public static GeographicTopology Of(NetworkSnapshot state, GeographyOptions options)
    {
        SortedDictionary<RegionId, List<PeerId>> regions = [];
        foreach (string required in options.RequiredRegions)
        {
            regions.TryAdd(new RegionId(required), []);
        }

        Dictionary<PeerId, RegionId> places = [];
        foreach (NodeInfo node in state.Members)
        {
            if (node.Region is string name)
            {
                RegionId region = new(name);
                regions.TryAdd(region, []);
                regions[region].Add(node.Id);
                places[node.Id] = region;
            }
        }

        return new GeographicTopology(
            [.. regions.Select(region => new Region(region.Key, [.. region.Value]))],
            Links(state.Links, places),
            options.ReplicationFactor);
    }

    /// <summary>The specification's <c>ensure_global_coverage</c>: what has to be recruited where.</summary>
    public ImmutableArray<Recruitment> EnsureGlobalCoverage() =>
    [
        .. from region in Regions
           where region.Nodes.Length < ReplicationFactor
           select new Recruitment(region.Id, ReplicationFactor - region.Nodes.Length),
    ];

    private static ImmutableArray<InterRegionLink> Links(
        ImmutableArray<NetworkLink> links, Dictionary<PeerId, RegionId> places)
    {
        SortedDictionary<(RegionId From, RegionId To), InterRegionLink> between = [];
        foreach (NetworkLink link in links)
        {
            if (!places.TryGetValue(link.From, out RegionId one) || !places.TryGetValue(link.To, out RegionId other) || one == other)
            {
                continue;
            }

            (RegionId from, RegionId to) = one.CompareTo(other) < 0 ? (one, other) : (other, one);
            between[(from, to)] = between.TryGetValue((from, to), out InterRegionLink? known)
                ? known with { Links = known.Links + 1, LatencyMs = Math.Min(known.LatencyMs, link.LatencyMs) }
                : new InterRegionLink(from, to, 1, link.LatencyMs);
        }

        return [.. between.Values];
    }
}
