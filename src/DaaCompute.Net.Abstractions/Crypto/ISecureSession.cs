namespace DaaCompute.Net.Crypto;

/// <summary>
/// An established channel: who is at the other end, and both directions' record protection.
/// </summary>
/// <remarks>
/// One thread may seal while another opens. Keys change by themselves (Noise REKEY after every 2^16 records between our
/// nodes); a counter never wraps. Zeroed when disposed. Allocates nothing per record.
/// </remarks>
public interface ISecureSession : IDisposable
{
    /// <summary>The tag's size, in bytes: what a record is longer than its plaintext.</summary>
    const int TagSize = 16;

    /// <summary>The longest plaintext of one record, in bytes: 65,535 less the tag.</summary>
    const int MaxPlaintextLength = 65_519;

    /// <summary>The channel's protocol id.</summary>
    ProtocolId Protocol { get; }

    /// <summary>Whether the channel withstands a quantum computer.</summary>
    bool IsPostQuantum { get; }

    /// <summary>The other end, proven.</summary>
    PeerPublicKey RemoteKey { get; }

    /// <summary>The multiplexer both sides agreed on inside the handshake, or null.</summary>
    ProtocolId? Multiplexer { get; }

    /// <summary>The final handshake hash: equal at both ends, different for every connection. 32 bytes.</summary>
    ReadOnlyMemory<byte> ChannelBinding { get; }

    /// <summary>How many records this side has sealed.</summary>
    long RecordsSealed { get; }

    /// <summary>Seals a record in place.</summary>
    /// <param name="record">The plaintext, followed by <see cref="TagSize"/> bytes for the tag.</param>
    void Seal(Span<byte> record);

    /// <summary>Opens a record in place.</summary>
    /// <param name="record">The ciphertext followed by its tag, without the length prefix.</param>
    /// <returns>The length of the plaintext, which stands at the start of <paramref name="record"/>.</returns>
    /// <exception cref="DaaCompute.Net.Transport.ProtocolViolationException">The record was changed, replayed or reordered.</exception>
    int Open(Span<byte> record);
}
