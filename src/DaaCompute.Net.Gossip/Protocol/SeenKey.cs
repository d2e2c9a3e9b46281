using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Protocol;

/// <summary>
/// A message as it is known to have been seen: by topic and id, for an id made of the content alone would let whoever
/// publishes one topic's message in another keep it from the first.
/// </summary>
internal readonly record struct SeenKey(string Topic, MessageId Id)
{
    public bool Equals(SeenKey other) => Id.Equals(other.Id) && string.Equals(Topic, other.Topic, StringComparison.Ordinal);

    public override int GetHashCode() => Id.GetHashCode() ^ Topic.Length;
}
