using System.Collections.Immutable;

namespace DaaCompute.Net.Gossip.Wire;

/// <summary>PRUNE: the sender takes the receiver out of its mesh.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Peers">Other peers of the topic to turn to (gossipsub 1.1).</param>
/// <param name="Backoff">How long not to graft again, in seconds (gossipsub 1.1); 0 when not said.</param>
internal readonly record struct Prune(string Topic, ImmutableArray<ExchangedPeer> Peers, ulong Backoff);
