namespace DaaCompute.Net.Gossip.Wire;

/// <summary>A peer subscribes to a topic or no longer does.</summary>
internal readonly record struct SubscriptionChange(string Topic, bool IsSubscribed);
