using System.Collections.Immutable;

namespace DaaCompute.Net.Dht.Wire;

/// <summary>A peer, as a message speaks of it.</summary>
internal sealed record KademliaPeer(
    PeerId Id, ImmutableArray<Multiaddress> Addresses, ConnectionKind Connection = ConnectionKind.NotConnected);
