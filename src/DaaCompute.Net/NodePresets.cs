using DaaCompute.Net.Dht;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net;

/// <summary>The roles of the specification as defaults, and a node for one machine.</summary>
public static class NodePresets
{
    /// <summary>
    /// An edge machine: it dials hubs, listens for whoever can reach it, and finds peers on its links by multicast DNS.
    /// </summary>
    /// <param name="builder">The builder.</param>
    public static void Leaf(IDaaComputeBuilder builder) =>
        Configure(builder, NodeRole.Leaf, "/ip4/0.0.0.0/tcp/0", isEdge: true, DhtMode.Client);

    /// <summary>A strong edge machine that bridges the tiers; it finds peers on its links by multicast DNS.</summary>
    /// <param name="builder">The builder.</param>
    public static void RegionalHub(IDaaComputeBuilder builder) =>
        Configure(builder, NodeRole.RegionalHub, "/ip4/0.0.0.0/tcp/4001", isEdge: true, DhtMode.Automatic);

    /// <summary>A cloud server that is always on and that others bootstrap from.</summary>
    /// <param name="builder">The builder.</param>
    public static void SuperNode(IDaaComputeBuilder builder) =>
        Configure(builder, NodeRole.SuperNode, "/ip4/0.0.0.0/tcp/4001", isEdge: false, DhtMode.Server);

    /// <summary>A node that only this machine can reach: tests, samples, several processes that train together.</summary>
    /// <param name="builder">The builder.</param>
    public static void Loopback(IDaaComputeBuilder builder)
    {
        Configure(builder, NodeRole.Leaf, "/ip4/127.0.0.1/tcp/0", isEdge: false, DhtMode.Server);
        builder.Services.Configure<DhtOptions>(options => options.AllowPrivateAddresses = true);
    }

    /// <param name="builder">The builder.</param>
    /// <param name="role">The role.</param>
    /// <param name="listenAddress">Where to listen unless the host says.</param>
    /// <param name="isEdge">Whether others of its network may be on its link: the specification's <c>mdns_enabled</c>.</param>
    /// <param name="mode">Whether it answers others in the DHT.</param>
    private static void Configure(
        IDaaComputeBuilder builder, NodeRole role, string listenAddress, bool isEdge, DhtMode mode)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure<TransportOptions>(options =>
        {
            options.Role = role;
            options.Discovery.MdnsEnabled = isEdge;
        });
        builder.Services.Configure<DhtOptions>(options => options.Mode = mode);

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
