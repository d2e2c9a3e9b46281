using System.Collections.Immutable;

namespace DaaCompute.Net.Dht.Protocol;

/// <summary>A peer of the routing table.</summary>
internal sealed class TableEntry(PeerId id, KademliaKey key)
{
    public PeerId Id { get; } = id;

    public KademliaKey Key { get; } = key;

    public ImmutableArray<Multiaddress> Addresses { get; set; } = [];

    public AddressGroup Group { get; init; }

    /// <summary>When it last answered or was connected.</summary>
    public DateTimeOffset LastSeen { get; set; }

    /// <summary>Requests in a row that it did not answer.</summary>
    public int Failures { get; set; }
}
