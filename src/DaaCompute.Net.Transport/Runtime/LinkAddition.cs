namespace DaaCompute.Net.Transport.Runtime;

/// <summary>What came of adding a link.</summary>
/// <param name="Connection">The connection it now belongs to.</param>
/// <param name="Spare">The link that this end must drain and close, or null.</param>
/// <param name="IsNew">Whether the peer was not connected before.</param>
internal sealed record LinkAddition(PeerConnection Connection, PeerLink? Spare, bool IsNew);
