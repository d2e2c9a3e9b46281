namespace DaaCompute.Net.Gossip.Protocol;

/// <summary>One topic: who subscribes to it, and whom this node exchanges its messages with.</summary>
/// <remarks>Lists are kept in the order in which peers came, which replays; their members' flags are looked up elsewhere.</remarks>
internal sealed class TopicMesh(string name)
{
    public string Name => name;

    /// <summary>Whether the host subscribes.</summary>
    public bool IsJoined { get; set; }

    /// <summary>The connected peers that subscribe.</summary>
    public List<GossipPeer> Subscribers { get; } = [];

    /// <summary>The peers that exchange whole messages with this node; only while joined.</summary>
    public List<GossipPeer> Mesh { get; } = [];

    /// <summary>The peers chosen for publishing without being joined.</summary>
    public List<GossipPeer> FanOut { get; } = [];

    /// <summary>When the host last published without being joined.</summary>
    public TimeSpan LastPublished { get; set; }

    public BackoffTable Backoffs { get; } = new();

    /// <summary>Whether nothing is lost by forgetting the topic.</summary>
    public bool IsIdle => !IsJoined && Subscribers.Count == 0 && FanOut.Count == 0 && Backoffs.Count == 0;
}
