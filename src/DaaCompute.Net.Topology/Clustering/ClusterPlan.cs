using System.Collections.Immutable;

namespace DaaCompute.Net.Topology.Clustering;

/// <summary>A clustering of peers that are numbered.</summary>
/// <param name="Clusters">The members of each cluster, ascending; clusters by their first member.</param>
/// <param name="Outliers">Peers that are in no cluster large enough, ascending.</param>
internal sealed record ClusterPlan(ImmutableArray<ImmutableArray<int>> Clusters, ImmutableArray<int> Outliers);
