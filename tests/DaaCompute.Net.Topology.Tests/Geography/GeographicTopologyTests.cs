using DaaCompute.Net.Topology.Geography;
using DaaCompute.Net.Topology.Tests.Fakes;

namespace DaaCompute.Net.Topology.Tests.Geography;

public sealed class GeographicTopologyTests
{
    [Fact]
    public void Of_AState_SumsItUpByRegion()
    {
        NetworkSnapshot state = new(
            3,
            0,
            default,
            [Node(0, "eu"), Node(1, "eu"), Node(2, "us"), Node(3, null)],
            [new NetworkLink(TestNodes.Id(0), TestNodes.Id(2), 90), new NetworkLink(TestNodes.Id(1), TestNodes.Id(2), 80), new NetworkLink(TestNodes.Id(0), TestNodes.Id(1), 5), new NetworkLink(TestNodes.Id(0), TestNodes.Id(3), 1)],
            Proof: null);
        GeographyOptions options = new() { ReplicationFactor = 2 };
        options.RequiredRegions.Add("asia");
        GeographicTopology topology = GeographicTopology.Of(state, options);
        Assert.Equal(["asia", "eu", "us"], topology.Regions.Select(region => region.Id.Name));
        Assert.Equal([0, 2, 1], topology.Regions.Select(region => region.Nodes.Length));
        Assert.Equal(
            new InterRegionLink(new RegionId("eu"), new RegionId("us"), 2, 80), Assert.Single(topology.InterRegionLinks));
        Assert.Equal<IEnumerable<Recruitment>>(
            [new Recruitment(new RegionId("asia"), 2), new Recruitment(new RegionId("us"), 1)], topology.EnsureGlobalCoverage());
    }

    private static NodeInfo Node(int number, string? region) =>
        new(TestNodes.Id(number), NodeRole.Leaf, NodeCapabilities.None, region);
}
