using System.ComponentModel.DataAnnotations;

namespace DaaCompute.Net.Transport;

/// <summary>
/// The bounds on connections, streams, memory and handshakes. The settings' path is <c>DaaCompute:Transport:Limits</c>.
/// </summary>
/// <remarks>The defaults are those of go-libp2p's resource manager, whose system scope grows with the machine's memory.</remarks>
public sealed class ResourceLimitOptions
{
    internal const string Path = TransportOptions.Path + ":Limits";

    /// <summary>The most connections, half-open ones included.</summary>
    /// <value>Default: null, which means 128, and 128 more for each GiB in an eighth of the machine's memory.</value>
    [Range(1, 1_000_000)]
    public int? Connections { get; set; }

    /// <summary>The most memory for all connections' buffers, in bytes.</summary>
    /// <value>Default: null, which means 128 MiB and an eighth of the machine's memory.</value>
    [Range(1L << 20, 1L << 50)]
    public long? Memory { get; set; }

    /// <summary>The most connections to one peer; more than one exist only while a race or a renewal is settled.</summary>
    /// <value>Default: 8.</value>
    [Range(2, 1_000)]
    public int PeerConnections { get; set; } = 8;

    /// <summary>The most streams one peer may have open to this node.</summary>
    /// <value>Default: 256.</value>
    [Range(1, 1_000_000)]
    public int PeerInboundStreams { get; set; } = 256;

    /// <summary>The most streams this node may have open to one peer.</summary>
    /// <value>Default: 1,024.</value>
    [Range(1, 1_000_000)]
    public int PeerOutboundStreams { get; set; } = 1_024;

    /// <summary>The most streams one peer may have open to this node for one protocol.</summary>
    /// <value>Default: 128, half of what the peer may open at all.</value>
    [Range(1, 1_000_000)]
    public int ProtocolInboundStreams { get; set; } = 128;

    /// <summary>The most memory for one peer's connections, in bytes.</summary>
    /// <value>Default: 64 MiB.</value>
    [Range(1L << 16, 1L << 50)]
    public long PeerMemory { get; set; } = 64L << 20;

    /// <summary>The most memory for one connection, in bytes.</summary>
    /// <value>Default: 32 MiB.</value>
    [Range(1L << 16, 1L << 50)]
    public long ConnectionMemory { get; set; } = 32L << 20;

    /// <summary>The most memory for one stream, in bytes: the widest receive window.</summary>
    /// <value>Default: 16 MiB.</value>
    [Range(1L << 16, 1L << 40)]
    public long StreamMemory { get; set; } = 16L << 20;

    /// <summary>The most inbound connections from one IPv4 address, or one IPv6 /56.</summary>
    /// <value>Default: 8.</value>
    [Range(1, 1_000_000)]
    public int AddressConnections { get; set; } = 8;

    /// <summary>The most inbound connections from one IPv6 /48.</summary>
    /// <value>Default: 64.</value>
    [Range(1, 1_000_000)]
    public int NetworkConnections { get; set; } = 64;

    /// <summary>The most inbound handshakes under way; above it the oldest of the busiest address gives way.</summary>
    /// <value>Default: 128, the connections of the smallest machine.</value>
    [Range(1, 100_000)]
    public int HalfOpenHandshakes { get; set; } = 128;

    /// <summary>The most inbound handshakes under way from one address (IPv6: one /56).</summary>
    /// <value>Default: 32.</value>
    [Range(1, 100_000)]
    public int AddressHalfOpenHandshakes { get; set; } = 32;

    /// <summary>How many inbound handshakes one address (IPv6: one /56) may begin per second, in the long run.</summary>
    /// <value>Default: 0.2.</value>
    [Range(0.001, 1_000_000)]
    public double AddressHandshakesPerSecond { get; set; } = 0.2;

    /// <summary>How many inbound handshakes one address (IPv6: one /56) may begin at once after a rest.</summary>
    /// <value>Default: 16.</value>
    [Range(1, 1_000_000)]
    public int AddressHandshakeBurst { get; set; } = 16;

    /// <summary>
    /// Whether loopback addresses are held to <see cref="AddressConnections"/> and to the rate of handshakes too. They
    /// are not by default, as in go-libp2p, for many nodes on one machine share an address; half-open handshakes are
    /// bounded always.
    /// </summary>
    /// <value>Default: false.</value>
    public bool LimitLoopback { get; set; }

    /// <summary>
    /// Addresses and networks that no limit per address holds for, such as <c>192.0.2.7</c> or <c>10.0.0.0/8</c>.
    /// Those of the bootstrap nodes that are given as IP addresses are always among them.
    /// </summary>
    /// <value>Default: none.</value>
    public IList<string> AllowList { get; } = [];
}
