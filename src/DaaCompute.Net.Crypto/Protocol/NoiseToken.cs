namespace DaaCompute.Net.Crypto.Protocol;

/// <summary>One step of a handshake message.</summary>
/// <remarks>
/// Source: the Noise Protocol Framework, revision 34, section 7.1; <see cref="E1"/> and <see cref="Ekem1"/> from its
/// hybrid forward secrecy extension.
/// </remarks>
internal enum NoiseToken
{
    /// <summary>The sender's ephemeral X25519 key.</summary>
    E,

    /// <summary>The sender's ephemeral encapsulation key.</summary>
    E1,

    /// <summary>A ciphertext for the other side's <see cref="E1"/>, and then its shared secret.</summary>
    Ekem1,

    /// <summary>The sender's static X25519 key.</summary>
    S,

    /// <summary>X25519 between both ephemeral keys.</summary>
    EE,

    /// <summary>X25519 between the initiator's ephemeral and the responder's static key.</summary>
    ES,

    /// <summary>X25519 between the initiator's static and the responder's ephemeral key.</summary>
    SE,
}
