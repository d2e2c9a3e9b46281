namespace DaaCompute.Net.Transport;

/// <summary>Something that happened to a peer's connection.</summary>
/// <param name="Kind">What.</param>
/// <param name="Connection">The connection.</param>
/// <param name="Reason">Why a connection ended, where known.</param>
public sealed record PeerEvent(PeerEventKind Kind, IPeerConnection Connection, string? Reason = null);
