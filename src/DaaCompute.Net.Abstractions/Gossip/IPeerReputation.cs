namespace DaaCompute.Net.Gossip;

/// <summary>What the host itself thinks of a peer: the application-specific part of its gossip score (P5).</summary>
/// <remarks>Called often, and from within the router: it answers at once, from memory.</remarks>
public interface IPeerReputation
{
    /// <summary>The host's opinion.</summary>
    /// <param name="peer">The peer.</param>
    /// <returns>0 for no opinion, above 0 for a good one, below for a bad one.</returns>
    double ScoreOf(PeerId peer);
}
