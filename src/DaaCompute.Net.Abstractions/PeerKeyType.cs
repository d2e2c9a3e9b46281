namespace DaaCompute.Net;

/// <summary>The kind of key a <see cref="PeerId"/> commits to, numbered as libp2p's <c>KeyType</c>.</summary>
/// <remarks>Source: libp2p/specs peer-ids; ML-DSA-65 as in libp2p's draft RFC-0004.</remarks>
public enum PeerKeyType
{
    /// <summary>RSA; read, never made.</summary>
    Rsa = 0,

    /// <summary>Ed25519 (RFC 8032), the key of most foreign libp2p peers; not post-quantum.</summary>
    Ed25519 = 1,

    /// <summary>ECDSA over secp256k1; read, never made.</summary>
    Secp256k1 = 2,

    /// <summary>ECDSA over a NIST curve; read, never made.</summary>
    Ecdsa = 3,

    /// <summary>ML-DSA-65 (FIPS 204): the key of every node of this network.</summary>
    MlDsa65 = 4,
}
