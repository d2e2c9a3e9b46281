using System.ComponentModel.DataAnnotations;

namespace DaaCompute.Net.Dht;

/// <summary>How this node takes part in the DHT. The settings' path is <c>DaaCompute:Dht</c>.</summary>
public sealed class DhtOptions
{
    /// <summary>The settings' path, for error messages.</summary>
    internal const string Path = "DaaCompute:Dht";

    /// <summary>The protocol's id; nodes with another one are another network.</summary>
    /// <value>Default: <c>/qudag/kad/1.0.0</c>, the specification's. The public IPFS network has <c>/ipfs/kad/1.0.0</c>.</value>
    [Required]
    public string Protocol { get; set; } = "/qudag/kad/1.0.0";

    /// <summary>Whether this node answers others.</summary>
    /// <value>Default: <see cref="DhtMode.Automatic"/>: it does while it has an address that others can dial.</value>
    [EnumDataType(typeof(DhtMode))]
    public DhtMode Mode { get; set; } = DhtMode.Automatic;

    /// <summary>Whether addresses that only this machine or site can dial are told, believed and dialled.</summary>
    /// <value>Default: false. A network within one site or machine needs it.</value>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>k: the peers of a bucket, of an answer, and those that a record is stored at.</summary>
    /// <value>Default: 20, libp2p's kad-dht.</value>
    [Range(1, 100)]
    public int BucketSize { get; set; } = 20;

    /// <summary>α: the requests of one lookup under way at the same time.</summary>
    /// <value>Default: 10, go-libp2p's and js-libp2p's.</value>
    [Range(1, 100)]
    public int Concurrency { get; set; } = 10;

    /// <summary>The disjoint paths of a lookup; at most <see cref="Concurrency"/>.</summary>
    /// <value>Default: 4, the least that S/Kademlia (Baumgart and Mies, 2007) evaluates above one.</value>
    [Range(1, 20)]
    public int DisjointPaths { get; set; } = 4;

    /// <summary>How long a peer may take to answer a request, connecting included.</summary>
    /// <value>Default: 10 s, go-libp2p's and js-libp2p's.</value>
    [SecondsRange(0.1, 300)]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a whole lookup may take; what it has found by then is its result.</summary>
    /// <value>Default: 60 s, go-libp2p's bound on a provide.</value>
    [SecondsRange(0.1, 3600)]
    public TimeSpan LookupTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The largest message that is read or written, in bytes.</summary>
    /// <value>Default: 1 MiB, the bound on control frames.</value>
    [Range(4096, 1 << 24)]
    public int MaxMessageBytes { get; set; } = 1 << 20;

    /// <summary>How many peers must have answered with a valid value before the best of them is taken.</summary>
    /// <value>Default: 16, go-libp2p's for IPNS. Fewer are enough when the lookup is over.</value>
    [Range(1, 100)]
    public int ValueQuorum { get; set; } = 16;

    /// <summary>How long records of others are kept.</summary>
    /// <value>Default: 48 h, the validity of libp2p's provider records.</value>
    [SecondsRange(1, 2_592_000)]
    public TimeSpan RecordTimeToLive { get; set; } = TimeSpan.FromHours(48);

    /// <summary>How often this node's own records are announced again, up to a tenth sooner; less than their lifetime.</summary>
    /// <value>Default: 22 h, libp2p's.</value>
    [SecondsRange(1, 2_592_000)]
    public TimeSpan RepublishInterval { get; set; } = TimeSpan.FromHours(22);

    /// <summary>How often buckets that no lookup went to are refreshed, and the node looks itself up.</summary>
    /// <value>Default: 10 min, go-libp2p's.</value>
    [SecondsRange(1, 86400)]
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a peer of a full bucket may be silent before it is asked whether it is there.</summary>
    /// <value>Default: 10 min, js-libp2p's threshold.</value>
    [SecondsRange(1, 86400)]
    public TimeSpan LivenessInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The peers of one address group (IPv4 /16, IPv6 /32) in the routing table.</summary>
    /// <value>Default: 3, go-libp2p's diversity filter.</value>
    [Range(1, 10_000)]
    public int MaxPeersPerAddressGroup { get; set; } = 3;

    /// <summary>The peers of one address group (IPv4 /16, IPv6 /32) in one bucket.</summary>
    /// <value>Default: 2, go-libp2p's diversity filter.</value>
    [Range(1, 10_000)]
    public int MaxBucketPeersPerAddressGroup { get; set; } = 2;

    /// <summary>The provider records of one key.</summary>
    /// <value>Default: 1,000.</value>
    [Range(1, 1_000_000)]
    public int MaxProvidersPerKey { get; set; } = 1_000;

    /// <summary>The provider records that one peer may have stored here.</summary>
    /// <value>Default: 10,000: a peer's share at k holders is 500,000 keys in a network of a thousand.</value>
    [Range(1, 10_000_000)]
    public int MaxProviderRecordsPerPeer { get; set; } = 10_000;

    /// <summary>The provider records in all.</summary>
    /// <value>Default: 100,000, some 40 MB.</value>
    [Range(1, 100_000_000)]
    public int MaxProviderRecords { get; set; } = 100_000;

    /// <summary>The longest value, in bytes.</summary>
    /// <value>Default: 16 KiB: a statement of a kilobyte with an ML-DSA-65 key and signature takes 6.</value>
    [Range(1, 1 << 20)]
    public int MaxValueBytes { get; set; } = 16 * 1024;

    /// <summary>The values that one peer may have stored here.</summary>
    /// <value>Default: 512.</value>
    [Range(1, 1_000_000)]
    public int MaxValuesPerPeer { get; set; } = 512;

    /// <summary>The values in all.</summary>
    /// <value>Default: 4,096, at most 64 MiB.</value>
    [Range(1, 10_000_000)]
    public int MaxValues { get; set; } = 4_096;

    /// <summary>Whether provider records are stored while the lookup still runs, once the network's size is known.</summary>
    /// <value>Default: true.</value>
    public bool OptimisticProvide { get; set; } = true;

    /// <summary>The requests of one stream; a peer that has more opens another one.</summary>
    /// <value>Default: 1,024.</value>
    [Range(1, 1_000_000)]
    public int RequestsPerStream { get; set; } = 1_024;

    /// <summary>The requests a second that one peer may make in the long run.</summary>
    /// <value>Default: 100: lookups of α 10 that run one after another make some 20 of each peer at most.</value>
    [Range(0.1, 1_000_000)]
    public double RequestsPerSecond { get; set; } = 100;

    /// <summary>The requests that one peer may make at once after a rest.</summary>
    /// <value>Default: 500.</value>
    [Range(1, 1_000_000)]
    public int RequestBurst { get; set; } = 500;

    /// <summary>How often the routing table and the records are saved, where the node has a state store.</summary>
    /// <value>Default: 1 min.</value>
    [SecondsRange(1, 86400)]
    public TimeSpan SaveInterval { get; set; } = TimeSpan.FromMinutes(1);
}
