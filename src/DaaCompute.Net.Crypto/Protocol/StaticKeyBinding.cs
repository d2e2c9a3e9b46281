using DaaCompute.Net.Crypto.KeyAgreement;

namespace DaaCompute.Net.Crypto.Protocol;

/// <summary>Signs the static X25519 key alone, as every libp2p peer does.</summary>
/// <remarks>Source: libp2p/specs noise, "Static Key Authentication".</remarks>
internal sealed class StaticKeyBinding : IIdentityBinding
{
    private static ReadOnlySpan<byte> Prefix => "noise-libp2p-static-key:"u8;

    /// <inheritdoc/>
    public int MessageLength => Prefix.Length + X25519PrivateKey.Size;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> GetContext(bool signerIsInitiator) => default;

    /// <inheritdoc/>
    public void WriteMessage(ReadOnlySpan<byte> handshakeHash, ReadOnlySpan<byte> signerStatic, Span<byte> message)
    {
        Prefix.CopyTo(message);
        signerStatic.CopyTo(message[Prefix.Length..]);
    }
}
