using System.Collections.Immutable;

namespace DaaCompute.Net.Dht.Protocol;

/// <summary>A peer that says it has some content.</summary>
internal sealed record ProviderRecord(PeerId Provider, ImmutableArray<Multiaddress> Addresses, DateTimeOffset Expires);
