namespace DaaCompute.Net.Transport.Protocol;

/// <summary>An address of a peer that this node has met.</summary>
/// <param name="Address">The address, without the peer's id.</param>
/// <param name="Source">How it is known.</param>
/// <param name="LastSuccess">When this node last reached the peer there; null for never.</param>
internal sealed record KnownAddress(Multiaddress Address, AddressSource Source, DateTimeOffset? LastSuccess);
