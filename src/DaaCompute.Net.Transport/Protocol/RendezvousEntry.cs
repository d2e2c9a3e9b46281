using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Protocol;

/// <summary>One registration at a rendezvous point.</summary>
/// <param name="Peer">Who registered.</param>
/// <param name="Namespace">Under what.</param>
/// <param name="SignedRecord">Its sealed <see cref="PeerRecord"/>.</param>
/// <param name="Expires">When it ends.</param>
/// <param name="Sequence">Grows with each registration at this point; cookies are made of it.</param>
internal sealed record RendezvousEntry(
    PeerId Peer, string Namespace, ReadOnlyMemory<byte> SignedRecord, TimeSpan Expires, ulong Sequence);
