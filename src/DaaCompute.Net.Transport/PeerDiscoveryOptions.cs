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

    /// <summary>How long addresses that a peer source found are kept.</summary>
    /// <value>Default: 1 h, the lifetime of go-libp2p's addresses of connected-to peers.</value>
    [SecondsRange(1, 604800)]
    public TimeSpan AddressTimeToLive { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How often a bootstrap node that is not connected is dialled again while this node has too few peers.</summary>
    /// <value>Default: 30 s, the period of go-libp2p's bootstrap.</value>
    [SecondsRange(0.1, 86400)]
    public TimeSpan BootstrapInterval { get; set; } = TimeSpan.FromSeconds(30);
}
