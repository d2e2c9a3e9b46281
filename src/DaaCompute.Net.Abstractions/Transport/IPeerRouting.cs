namespace DaaCompute.Net.Transport;

/// <summary>Asks the network where a peer is; what <see cref="IPeerNetwork"/> turns to when the directory does not know.</summary>
/// <remarks>Safe for concurrent use. An implementation may itself use <see cref="IPeerNetwork"/>: it is asked for late.</remarks>
public interface IPeerRouting
{
    /// <summary>Looks a peer up.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The peer with the addresses that were found, or null.</returns>
    ValueTask<PeerInfo?> FindPeerAsync(PeerId peer, CancellationToken cancellationToken);
}
