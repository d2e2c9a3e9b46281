namespace DaaCompute.Net.Onion.Wire;

/// <summary>Where what stands in an onion packet. Every packet has this size at every hop.</summary>
/// <remarks>Described in docs/protocols/onion-packet.md; all sizes in bytes.</remarks>
internal static class OnionLayout
{
    /// <summary>The format's version, the packet's first byte.</summary>
    public const byte Version = 1;

    /// <summary>The most hops of a path, the recipient included: it peels like a relay, so that no relay knows it is the last.</summary>
    public const int MaxHops = 4;

    /// <summary>Version, epoch, two reserved bytes: in the clear, and authenticated at every hop.</summary>
    public const int PrefixSize = 4;

    /// <summary>An ML-KEM-768 ciphertext (FIPS 203).</summary>
    public const int CiphertextSize = 1088;

    /// <summary>The authenticator of the header: 128 bits.</summary>
    public const int MacSize = 16;

    /// <summary>What a hop is to do.</summary>
    public const int CommandSize = 48;

    /// <summary>A command, and the next hop's authenticator and ciphertext.</summary>
    public const int SlotSize = CommandSize + MacSize + CiphertextSize;

    /// <summary>The routing information: a slot for each hop but the last, of which only the command is there.</summary>
    public const int RoutingSize = ((MaxHops - 1) * SlotSize) + CommandSize;

    /// <summary>Where the authenticator stands.</summary>
    public const int MacOffset = PrefixSize + CiphertextSize;

    /// <summary>Where the routing information stands.</summary>
    public const int RoutingOffset = MacOffset + MacSize;

    /// <summary>All that is not payload.</summary>
    public const int HeaderSize = RoutingOffset + RoutingSize;

    /// <summary>A whole packet.</summary>
    public const int PacketSize = 32_768;

    /// <summary>The encrypted block.</summary>
    public const int PayloadSize = PacketSize - HeaderSize;

    /// <summary>Zeros in front of what the payload carries: they come out as zeros only if nobody touched the block.</summary>
    public const int TagSize = 16;

    /// <summary>What a payload carries.</summary>
    public const int CellSize = PayloadSize - TagSize;

    /// <summary>The SHA-256 in a peer's id.</summary>
    public const int PeerDigestSize = 32;

    /// <summary>A reply block: a header, the first hop, and the key of the reply.</summary>
    public const int ReplyBlockSize = HeaderSize + PeerDigestSize + 32;
}
