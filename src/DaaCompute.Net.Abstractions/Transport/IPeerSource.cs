namespace DaaCompute.Net.Transport;

/// <summary>A way to learn of peers: a bootstrap list, the DHT, mDNS, a rendezvous point.</summary>
public interface IPeerSource
{
    /// <summary>Its name in logs, such as <c>bootstrap</c>.</summary>
    string Name { get; }

    /// <summary>Yields peers as they are found, until cancelled or exhausted.</summary>
    /// <param name="cancellationToken">Ends the search.</param>
    IAsyncEnumerable<PeerInfo> DiscoverAsync(CancellationToken cancellationToken);
}
