namespace DaaCompute.Net.Transport.Wire;

/// <summary>A peer under a namespace: what is registered, and what is discovered.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="SignedRecord">A sealed <see cref="PeerRecord"/>.</param>
/// <param name="TimeToLive">In seconds; 0 where the sender leaves it to the rendezvous point.</param>
internal sealed record RendezvousRegistration(string Namespace, ReadOnlyMemory<byte> SignedRecord, ulong TimeToLive);
