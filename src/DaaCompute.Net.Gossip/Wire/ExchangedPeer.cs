namespace DaaCompute.Net.Gossip.Wire;

/// <summary>A peer named in a PRUNE, with what it signed about its addresses.</summary>
internal readonly record struct ExchangedPeer(PeerId Peer, ReadOnlyMemory<byte> SignedRecord);
