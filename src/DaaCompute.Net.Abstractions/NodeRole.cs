namespace DaaCompute.Net;

/// <summary>What a node does for the others.</summary>
public enum NodeRole
{
    /// <summary>An edge machine or a browser: it computes, connects to nearby hubs, and routes for nobody.</summary>
    Leaf = 0,

    /// <summary>A strong edge machine: bridges the tiers, relays, caches model shards.</summary>
    RegionalHub = 1,

    /// <summary>A cloud server that is always on: anchors the DHT, validates.</summary>
    SuperNode = 2,
}
