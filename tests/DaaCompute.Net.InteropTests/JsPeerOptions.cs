namespace DaaCompute.Net.InteropTests;

/// <summary>What a js-libp2p peer is started with; what is null stays js-libp2p's default.</summary>
internal sealed record JsPeerOptions
{
    /// <summary><c>tcp</c>, <c>ws</c>, or both.</summary>
    public IReadOnlyList<string> Transports { get; init; } = ["tcp"];

    /// <summary>Where it listens; null for a free loopback port of each transport, empty for nowhere.</summary>
    public IReadOnlyList<string>? Listen { get; init; }

    /// <summary>The protocol id of its DHT; null for none.</summary>
    public string? Kad { get; init; }

    /// <summary>The namespaces whose values its DHT takes, whatever they are.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary>Whether its DHT only asks and does not answer.</summary>
    public bool? ClientMode { get; init; }

    /// <summary>Its gossipsub's signature policy, <c>StrictSign</c> or <c>StrictNoSign</c>; null for no gossipsub.</summary>
    public string? Gossip { get; init; }

    /// <summary>Further options of gossipsub, by js-libp2p's names.</summary>
    public object? GossipOptions { get; init; }

    /// <summary>Options of its mDNS, by js-libp2p's names; null for no mDNS.</summary>
    public object? Mdns { get; init; }
}
