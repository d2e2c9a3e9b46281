using System.ComponentModel.DataAnnotations;

namespace DaaCompute.Net.Transport;

/// <summary>How this node learns of peers. The settings' path is <c>DaaCompute:Transport:Discovery</c>.</summary>
public sealed class PeerDiscoveryOptions
{
    /// <summary>Multiaddrs of peers that are always on; with <c>/p2p/…</c> at the end, only that peer is accepted there.</summary>
    /// <value>Default: none.</value>
    public IList<string> BootstrapNodes { get; } = [];

    /// <summary>
    /// Whether this node looks for peers on its links by multicast DNS, and tells them of itself. Whoever listens on a
    /// link then learns of the node: its id and its addresses there.
    /// </summary>
    /// <value>Default: false; the presets of the edge tier turn it on, as the specification has it.</value>
    public bool MdnsEnabled { get; set; }

    /// <summary>
    /// Multiaddrs of rendezvous points: peers where nodes of one namespace register and find each other. With
    /// <c>/p2p/…</c> at the end, only that peer is accepted there.
    /// </summary>
    /// <value>Default: none.</value>
    public IList<string> RendezvousPoints { get; } = [];

    /// <summary>The namespace to register under and to search.</summary>
    /// <value>Default: <c>daa-compute</c>; 1 to 255 characters, as libp2p's rendezvous has it.</value>
    [Required]
    [StringLength(255, MinimumLength = 1)]
    public string RendezvousNamespace { get; set; } = "daa-compute";

    /// <summary>How long a registration is asked to last; it is renewed at half of what was granted.</summary>
    /// <value>Default: 2 h, and at most 72 h, as libp2p's rendezvous has it.</value>
    [SecondsRange(60, 259200)]
    public TimeSpan RendezvousTimeToLive { get; set; } = TimeSpan.FromHours(2);

    /// <summary>How often a rendezvous point is asked for peers that are new.</summary>
    /// <value>Default: 1 min.</value>
    [SecondsRange(1, 86400)]
    public TimeSpan RendezvousInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether this node is a rendezvous point for others.</summary>
    /// <value>Default: false.</value>
    public bool RendezvousServer { get; set; }

    /// <summary>How many registrations this node holds as a rendezvous point; each takes about 6 KB.</summary>
    /// <value>Default: 10,000, the peers that the directory remembers.</value>
    [Range(1, 1_000_000)]
    public int RendezvousRegistrations { get; set; } = 10_000;

    /// <summary>Under how many namespaces one peer may register at this node as a rendezvous point.</summary>
    /// <value>Default: 100; go-libp2p's rendezvous allows 1,000, but keeps them on disk.</value>
    [Range(1, 1_000)]
    public int RendezvousRegistrationsPerPeer { get; set; } = 100;

    /// <summary>How long addresses that a peer source found are kept.</summary>
    /// <value>Default: 1 h, the lifetime of go-libp2p's addresses of connected-to peers.</value>
    [SecondsRange(1, 604800)]
    public TimeSpan AddressTimeToLive { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How often a bootstrap node that is not connected is dialled again while this node has too few peers.</summary>
    /// <value>Default: 30 s, the period of go-libp2p's bootstrap.</value>
    [SecondsRange(0.1, 86400)]
    public TimeSpan BootstrapInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many peers are kept in the state store, if the node has one, so that it finds its network again; 0 for none.</summary>
    /// <value>Default: 1,000, at about 6 KB each; beyond, the one not met for longest goes.</value>
    [Range(0, 100_000)]
    public int StoredPeers { get; set; } = 1000;

    /// <summary>How long after the last meeting a peer is kept in the state store.</summary>
    /// <value>Default: 30 days.</value>
    [SecondsRange(60, 31536000)]
    public TimeSpan StoredPeerTimeToLive { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How often, at most, what changed about peers is written to the state store; the rest is written at stop.</summary>
    /// <value>Default: 30 s.</value>
    [SecondsRange(1, 86400)]
    public TimeSpan StoredPeerInterval { get; set; } = TimeSpan.FromSeconds(30);
}
