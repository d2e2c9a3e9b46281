using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Onion.Protocol.Packet;

/// <summary>One hop of a path, as its sender knows it.</summary>
/// <param name="Peer">The SHA-256 in the peer's id.</param>
/// <param name="Key">Its key of the epoch.</param>
/// <param name="KeyDigest">The digest of that key's encoding.</param>
/// <param name="Delay">How long it shall hold the packet; nothing for the last hop.</param>
internal sealed record OnionHop(ContentDigest Peer, IEncapsulationKey Key, ContentDigest KeyDigest, TimeSpan Delay);
