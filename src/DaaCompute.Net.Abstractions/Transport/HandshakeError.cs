namespace DaaCompute.Net.Transport;

/// <summary>Why a handshake failed.</summary>
public enum HandshakeError
{
    /// <summary>A message has the wrong length or form.</summary>
    Malformed,

    /// <summary>A ciphertext, key or tag in a message was changed under way, or the keys do not fit.</summary>
    Decryption,

    /// <summary>The identity's signature over the handshake is wrong.</summary>
    Signature,

    /// <summary>Somebody other than the dialled peer answered.</summary>
    WrongPeer,

    /// <summary>This node reached itself.</summary>
    Self,

    /// <summary>A public key fails the checks of its standard.</summary>
    InvalidKey,

    /// <summary>No security protocol or multiplexer is common to both, or the peer is classical where post-quantum is required.</summary>
    NoCommonProtocol,

    /// <summary>The deadline for the whole handshake passed.</summary>
    Timeout,

    /// <summary>The connection ended in the middle.</summary>
    Truncated,

    /// <summary>A limit on half-open handshakes was reached, here or there.</summary>
    Refused,
}
