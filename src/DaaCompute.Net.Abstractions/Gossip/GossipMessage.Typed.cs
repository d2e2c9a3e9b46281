namespace DaaCompute.Net.Gossip;

/// <summary>A message that came by gossip, passed validation and was read.</summary>
/// <typeparam name="T">The kind of message.</typeparam>
/// <param name="Value">The message.</param>
/// <param name="Source">Its topic, author and bytes.</param>
public sealed record GossipMessage<T>(T Value, GossipMessage Source);
