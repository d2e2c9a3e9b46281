using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net;

/// <summary>The roles of the specification as defaults, and a node for one machine.</summary>
public static class NodePresets
{
    /// <summary>An edge machine: it dials hubs and listens for whoever can reach it.</summary>
    /// <param name="builder">The builder.</param>
    public static void Leaf(IDaaComputeBuilder builder) => Configure(builder, NodeRole.Leaf, "/ip4/0.0.0.0/tcp/0");

    /// <summary>A strong edge machine that bridges the tiers.</summary>
    /// <param name="builder">The builder.</param>
    public static void RegionalHub(IDaaComputeBuilder builder) =>
        Configure(builder, NodeRole.RegionalHub, "/ip4/0.0.0.0/tcp/4001");

    /// <summary>A cloud server that is always on and that others bootstrap from.</summary>
    /// <param name="builder">The builder.</param>
    public static void SuperNode(IDaaComputeBuilder builder) =>
        Configure(builder, NodeRole.SuperNode, "/ip4/0.0.0.0/tcp/4001");

    /// <summary>A node that only this machine can reach: tests, samples, several processes that train together.</summary>
    /// <param name="builder">The builder.</param>
    public static void Loopback(IDaaComputeBuilder builder) => Configure(builder, NodeRole.Leaf, "/ip4/127.0.0.1/tcp/0");

    private static void Configure(IDaaComputeBuilder builder, NodeRole role, string listenAddress)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure<TransportOptions>(options => options.Role = role);

        // After everything else, so that addresses of the host's replace this one instead of joining it.
        builder.Services.PostConfigure<TransportOptions>(options =>
        {
            if (options.ListenAddresses.Count == 0)
            {
                options.ListenAddresses.Add(listenAddress);
            }
        });
    }
}
