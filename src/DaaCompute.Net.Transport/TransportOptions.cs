using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Transport;

/// <summary>How this node connects. The settings' path is <c>DaaCompute:Transport</c>.</summary>
public sealed class TransportOptions
{
    /// <summary>The settings' path, for error messages.</summary>
    internal const string Path = "DaaCompute:Transport";

    /// <summary>The multiaddrs to listen on, such as <c>/ip4/0.0.0.0/tcp/4001</c>; port 0 takes any free one.</summary>
    /// <value>Default: none; the node only dials.</value>
    public IList<string> ListenAddresses { get; } = [];

    /// <summary>Multiaddrs to tell peers besides, such as a public address that a router forwards.</summary>
    /// <value>Default: none.</value>
    public IList<string> AnnounceAddresses { get; } = [];

    /// <summary>What this node does for others; told to peers by identify.</summary>
    /// <value>Default: <see cref="NodeRole.Leaf"/>.</value>
    [EnumDataType(typeof(NodeRole))]
    public NodeRole Role { get; set; } = NodeRole.Leaf;

    /// <summary>What this node is able to do; told to peers by identify.</summary>
    /// <value>Default: <see cref="NodeCapabilities.None"/>.</value>
    public NodeCapabilities Capabilities { get; set; } = NodeCapabilities.None;

    /// <summary>The software's name, told to peers by identify.</summary>
    /// <value>Default: <c>daa-compute/0.1.0</c>.</value>
    [Required]
    [StringLength(128, MinimumLength = 1)]
    public string AgentVersion { get; set; } = "daa-compute/0.1.0";

    /// <summary>How long one address may take to answer, handshake not included.</summary>
    /// <value>Default: 5 s, go-libp2p's dial time-out for TCP.</value>
    [SecondsRange(0.1, 300)]
    public TimeSpan DialTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the whole handshake may take, multiplexer included.</summary>
    /// <value>Default: 10 s.</value>
    [SecondsRange(0.1, 300)]
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a peer may take to agree on a stream's protocol.</summary>
    /// <value>Default: 10 s, go-libp2p's negotiation time-out.</value>
    [SecondsRange(0.1, 300)]
    public TimeSpan NegotiationTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a peer may take nothing of what is sent to it before its link is given up.</summary>
    /// <value>Default: 30 s, yamux's connection write time-out being 10 s and its keep-alive 30 s.</value>
    [SecondsRange(0.1, 86400)]
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often an idle link is asked whether the peer is there.</summary>
    /// <value>Default: 30 s, yamux's keep-alive interval.</value>
    [SecondsRange(0.1, 86400)]
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a peer that was asked may be silent altogether before its link is given up.</summary>
    /// <value>Default: 60 s, two keep-alive intervals.</value>
    [SecondsRange(0.1, 86400)]
    public TimeSpan SilenceTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How many addresses of one peer are dialled at the same time.</summary>
    /// <value>Default: 8, go-libp2p's limit per peer.</value>
    [Range(1, 64)]
    public int ParallelDialsPerPeer { get; set; } = 8;

    /// <summary>How many addresses are dialled at the same time, over all peers.</summary>
    /// <value>Default: 100, js-libp2p's limit.</value>
    [Range(1, 10_000)]
    public int ParallelDials { get; set; } = 100;

    /// <summary>After a failed dial, how long the peer is not dialled again by this node's own choice; doubled each time.</summary>
    /// <value>Default: 5 s, go-libp2p's base.</value>
    [SecondsRange(0, 3600)]
    public TimeSpan DialBackoff { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest back-off.</summary>
    /// <value>Default: 5 min, go-libp2p's maximum.</value>
    [SecondsRange(0, 86400)]
    public TimeSpan MaxDialBackoff { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many peers the directory remembers.</summary>
    /// <value>Default: 10,000.</value>
    [Range(1, 10_000_000)]
    public int DirectoryCapacity { get; set; } = 10_000;

    /// <summary>A link older than this is replaced by one with fresh keys, make before break.</summary>
    /// <value>Default: 1 h.</value>
    [SecondsRange(10, 604800)]
    public TimeSpan MaxLinkAge { get; set; } = TimeSpan.FromHours(1);

    /// <summary>A link that has carried more bytes than this is replaced by one with fresh keys, make before break.</summary>
    /// <value>Default: 1 TiB.</value>
    [Range(1L << 20, 1L << 50)]
    public long MaxLinkBytes { get; set; } = 1L << 40;

    /// <summary>
    /// The web pages whose scripts may connect to this node over WebSocket, by their origins, such as
    /// <c>https://app.example.org</c>; <c>*</c> for all. What is no browser sends no origin and is not asked for one.
    /// </summary>
    /// <value>Default: none, so that no page that somebody visits can use this node.</value>
    public IList<string> WebSocketOrigins { get; } = [];

    /// <summary>The bounds on connections, streams, memory and handshakes.</summary>
    [ValidateObjectMembers]
    public ResourceLimitOptions Limits { get; } = new();

    /// <summary>How many peers of which role this node keeps.</summary>
    [ValidateObjectMembers]
    public ConnectionStrategyOptions ConnectionStrategy { get; } = new();

    /// <summary>How this node learns of peers.</summary>
    [ValidateObjectMembers]
    public PeerDiscoveryOptions Discovery { get; } = new();
}
