using System.Collections.Immutable;

namespace DaaCompute.Net;

/// <summary>What is known of a peer: its id, where to reach it, what it is for.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Addresses">Its addresses, best first; they need not end in <c>/p2p</c>.</param>
public sealed record PeerInfo(PeerId Id, ImmutableArray<Multiaddress> Addresses)
{
    /// <summary>Its role as it says; <see cref="NodeRole.Leaf"/> until known.</summary>
    public NodeRole Role { get; init; }

    /// <summary>What it says it is able to do.</summary>
    public NodeCapabilities Capabilities { get; init; }

    /// <summary>The protocols it says it handles; empty until identify has run.</summary>
    public ImmutableArray<ProtocolId> Protocols { get; init; } = [];

    /// <summary>The software it says it runs, or null.</summary>
    public string? AgentVersion { get; init; }

    /// <summary>
    /// Its addresses as it vouches for them itself: libp2p's signed peer record in its envelope (RFC 0002, RFC 0003), fit
    /// to be handed on. Empty until identify has brought one.
    /// </summary>
    public ReadOnlyMemory<byte> SignedRecord { get; init; }

    /// <summary>The number of its signed record: addresses told with a lower one are out of date. 0 when it gave none.</summary>
    public ulong RecordSequence { get; init; }
}
