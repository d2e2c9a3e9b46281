using DaaCompute.Net.Consensus;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DaaCompute.Net.TestKit;

/// <summary>Puts the single-leader consensus into a node.</summary>
public static class SingleLeaderBuilderExtensions
{
    /// <summary>Makes <see cref="SingleLeaderConsensus"/> the node's consensus.</summary>
    /// <param name="builder">The node under construction.</param>
    /// <param name="leader">Where the leader is reached; null on the leader itself.</param>
    /// <returns>The same builder.</returns>
    public static IDaaComputeBuilder UseSingleLeader(this IDaaComputeBuilder builder, Multiaddress? leader)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure<SingleLeaderOptions>(options => options.Leader = leader);
        builder.UseConsensus<SingleLeaderConsensus>();
        return builder;
    }
}
