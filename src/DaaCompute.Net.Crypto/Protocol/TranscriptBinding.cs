namespace DaaCompute.Net.Crypto.Protocol;

/// <summary>Signs the transcript: both ephemerals, the KEM ciphertext, the static keys, and the role that signs.</summary>
/// <remarks>
/// Who breaks X25519 later learns static keys, and could replay a signature over one of those. A signature over the
/// transcript is worth nothing outside its own handshake. The idea is SIGMA's (Krawczyk, 2003).
/// </remarks>
internal sealed class TranscriptBinding : IIdentityBinding
{
    /// <inheritdoc/>
    public int MessageLength => SymmetricState.HashSize;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> GetContext(bool signerIsInitiator) =>
        signerIsInitiator ? "daa-noise-pq/1/initiator"u8 : "daa-noise-pq/1/responder"u8;

    /// <inheritdoc/>
    public void WriteMessage(ReadOnlySpan<byte> handshakeHash, ReadOnlySpan<byte> signerStatic, Span<byte> message) =>
        handshakeHash.CopyTo(message);
}
