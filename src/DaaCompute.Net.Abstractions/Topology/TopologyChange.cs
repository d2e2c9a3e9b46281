namespace DaaCompute.Net.Topology;

/// <summary>A change of the network's agreed shape.</summary>
public abstract record TopologyChange
{
    private protected TopologyChange()
    {
    }
}

/// <summary>A node joined.</summary>
/// <param name="Node">Who, and what it is able to do.</param>
public sealed record NodeJoined(NodeInfo Node) : TopologyChange;

/// <summary>A node left.</summary>
/// <param name="NodeId">Who.</param>
/// <param name="Graceful">Whether it said so itself.</param>
public sealed record NodeLeft(PeerId NodeId, bool Graceful) : TopologyChange;

/// <summary>A link is up.</summary>
/// <param name="From">One end.</param>
/// <param name="To">The other end.</param>
/// <param name="LatencyMs">The round trip, in milliseconds.</param>
public sealed record LinkEstablished(PeerId From, PeerId To, int LatencyMs) : TopologyChange;

/// <summary>A link is gone.</summary>
/// <param name="From">One end.</param>
/// <param name="To">The other end.</param>
public sealed record LinkFailed(PeerId From, PeerId To) : TopologyChange;
