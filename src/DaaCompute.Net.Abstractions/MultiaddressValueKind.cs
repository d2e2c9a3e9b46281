namespace DaaCompute.Net;

/// <summary>How a multiaddr component's value maps between bytes and text.</summary>
internal enum MultiaddressValueKind
{
    /// <summary>No value.</summary>
    None,

    /// <summary>Four bytes, dotted decimal.</summary>
    IPv4,

    /// <summary>Sixteen bytes, RFC 5952 text.</summary>
    IPv6,

    /// <summary>A big-endian 16-bit number.</summary>
    Port,

    /// <summary>A big-endian 64-bit number.</summary>
    Number,

    /// <summary>UTF-8 without a slash.</summary>
    Text,

    /// <summary>UTF-8 that begins with a slash; it takes the rest of the address but for a final peer.</summary>
    Path,

    /// <summary>A multihash.</summary>
    PeerId,

    /// <summary>A multihash in multibase, base64url as browsers print certificate hashes.</summary>
    Multibase,
}
