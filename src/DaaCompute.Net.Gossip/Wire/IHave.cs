using System.Collections.Immutable;

namespace DaaCompute.Net.Gossip.Wire;

/// <summary>IHAVE: messages of a topic that the sender has.</summary>
internal readonly record struct IHave(string Topic, ImmutableArray<MessageId> Ids);
