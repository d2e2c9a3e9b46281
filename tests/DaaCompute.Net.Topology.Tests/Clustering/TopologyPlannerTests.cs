using System.Collections.Immutable;
using DaaCompute.Net.Topology.Clustering;
using DaaCompute.Net.Topology.State;
using static DaaCompute.Net.Topology.Tests.Fakes.TestNodes;

namespace DaaCompute.Net.Topology.Tests.Clustering;

public sealed class TopologyPlannerTests
{
    private static NetworkState TwoSites()
    {
        NetworkState state = Genesis().WithMembers([.. Enumerable.Range(0, 10)]);
        for (int node = 1; node < 5; node++)
        {
            state = state.Applied(Connect(state, 0, node, 5), Connect(state, 5, 5 + node, 5));
        }

        return state.Applied(Connect(state, 0, 5, 90));
    }

    [Fact]
    public void Cluster_TwoSites_FindsBothWithTheirCentres()
    {
        ImmutableArray<LatencyCluster> clusters = TopologyPlanner.Cluster(TwoSites());
        Assert.Equal([Id(0), Id(5)], clusters.Select(cluster => cluster.Centroid));
        Assert.All(clusters, cluster => Assert.Equal(5, cluster.Members.Length));
        Assert.All(clusters, cluster => Assert.True(cluster.AverageInternalLatency < TimeSpan.FromMilliseconds(11)));
        Assert.All(clusters, cluster => Assert.True(cluster.AverageExternalLatency > TimeSpan.FromMilliseconds(89)));
    }

    [Fact]
    public void Ring_OverTwoSites_CrossesTwiceWhateverOrderIsAskedFor()
    {
        NetworkState state = TwoSites();
        ImmutableArray<PeerId> members = [.. Enumerable.Range(0, 10).Select(Id)];
        AllReduceTopology ring = TopologyPlanner.Ring(state, members);
        ImmutableArray<int> sites = [.. ring.PrimaryRing.Select(member => members.IndexOf(member) / 5)];
        Assert.Equal(2, Enumerable.Range(0, 10).Count(place => sites[place] != sites[(place + 1) % 10]));
        Assert.Equal(ring.PrimaryRing.AsEnumerable(), TopologyPlanner.Ring(state, [.. members.Reverse()]).PrimaryRing);
        Assert.All(ring.BandwidthShares, share => Assert.Equal(0.1, share, 9));
        Assert.NotEmpty(ring.ChordConnections);
    }
}
