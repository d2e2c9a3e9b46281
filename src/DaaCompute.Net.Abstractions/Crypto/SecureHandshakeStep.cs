namespace DaaCompute.Net.Crypto;

/// <summary>What a handshake waits for.</summary>
public enum SecureHandshakeStep
{
    /// <summary>This side writes.</summary>
    Write,

    /// <summary>The other side's message is read.</summary>
    Read,

    /// <summary>All messages are exchanged; <see cref="ISecureHandshake.Complete"/> is next.</summary>
    Complete,
}
