using System.Collections.Immutable;

namespace DaaCompute.Net.Transport;

/// <summary>What this node knows of peers, connected or not. Bounded; addresses expire.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public interface IPeerDirectory
{
    /// <summary>Adds addresses of a peer, keeping those already known.</summary>
    /// <param name="peer">The peer and its addresses.</param>
    /// <param name="timeToLive">How long they are kept.</param>
    void Add(PeerInfo peer, TimeSpan timeToLive);

    /// <summary>What is known of a peer, or null.</summary>
    /// <param name="peer">The peer.</param>
    PeerInfo? Find(PeerId peer);

    /// <summary>Every peer known now, in the order of their ids.</summary>
    ImmutableArray<PeerInfo> Snapshot();

    /// <summary>Forgets a peer.</summary>
    /// <param name="peer">The peer.</param>
    void Remove(PeerId peer);
}
