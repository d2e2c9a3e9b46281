namespace DaaCompute.Net.Dht;

/// <summary>What part a node takes in the DHT.</summary>
/// <remarks>Source: libp2p/specs kad-dht, "Client and server mode".</remarks>
public enum DhtMode
{
    /// <summary>Server while peers can reach this node, client otherwise; only a setting, never a state.</summary>
    Automatic = 0,

    /// <summary>Asks, and answers nobody; not in other peers' routing tables.</summary>
    Client = 1,

    /// <summary>Asks and answers, and keeps records for others.</summary>
    Server = 2,
}
