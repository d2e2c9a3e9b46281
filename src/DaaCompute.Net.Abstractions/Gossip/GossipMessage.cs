namespace DaaCompute.Net.Gossip;

/// <summary>A message that came by gossip and passed validation.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Author">Who signed it; null where the topic carries unsigned messages.</param>
/// <param name="Data">The payload.</param>
/// <param name="ReceivedFrom">The peer that delivered it.</param>
public sealed record GossipMessage(Topic Topic, PeerId? Author, ReadOnlyMemory<byte> Data, PeerId ReceivedFrom)
{
    /// <summary>Whether the author's signature withstands a quantum computer; false where there is none.</summary>
    public bool IsPostQuantum { get; init; }
}
