namespace DaaCompute.Net.Transport;

/// <summary>What higher layers know of peers and hand down, so that dialling and routing prefer the near ones.</summary>
public interface IPeerPreferences
{
    /// <summary>Ranks a peer.</summary>
    /// <param name="peer">The peer.</param>
    /// <returns>Lower is nearer; null when nothing is known.</returns>
    TimeSpan? EstimatedRoundTrip(PeerId peer);
}
