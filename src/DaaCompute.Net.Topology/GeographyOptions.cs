using System.ComponentModel.DataAnnotations;

namespace DaaCompute.Net.Topology;

/// <summary>Where the network has to be. The settings' path is <c>DaaCompute:Topology:Geography</c>.</summary>
public sealed class GeographyOptions
{
    /// <summary>The specification's <c>replication_factor</c>: the fewest nodes of a region.</summary>
    /// <value>Default: 3, so that one may fail while another is being replaced; the specification names no number.</value>
    [Range(1, 1000)]
    public int ReplicationFactor { get; set; } = 3;

    /// <summary>Regions that have to have nodes though none says it is there.</summary>
    /// <value>Default: none; those that nodes name.</value>
    public IList<string> RequiredRegions { get; } = [];
}
