namespace DaaCompute.Net.Crypto.Protocol;

/// <summary>What an identity key signs, so that the signature speaks of this handshake.</summary>
internal interface IIdentityBinding
{
    /// <summary>The length of what is signed, in bytes.</summary>
    int MessageLength { get; }

    /// <summary>What the signature is for: the FIPS 204 context; empty where the scheme has none.</summary>
    /// <param name="signerIsInitiator">Who signs.</param>
    ReadOnlySpan<byte> GetContext(bool signerIsInitiator);

    /// <summary>Puts together what is signed.</summary>
    /// <param name="handshakeHash">The hash as it stands just before the payload.</param>
    /// <param name="signerStatic">The signer's static X25519 key.</param>
    /// <param name="message">Exactly <see cref="MessageLength"/> bytes.</param>
    void WriteMessage(ReadOnlySpan<byte> handshakeHash, ReadOnlySpan<byte> signerStatic, Span<byte> message);
}
