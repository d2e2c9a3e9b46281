namespace DaaCompute.Net.Crypto;

/// <summary>Checks peers' signatures, whatever their kind of key, keeping prepared keys in a bounded cache.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public interface ISignatureVerifier
{
    /// <summary>Whether the signature is that key's.</summary>
    /// <param name="key">The signer's public key.</param>
    /// <param name="data">What was signed.</param>
    /// <param name="context">What it was signed for.</param>
    /// <param name="signature">The signature.</param>
    /// <returns>False for a wrong signature, a key that fails its checks, and a kind of key that is not allowed here.</returns>
    bool Verify(PeerPublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> context, ReadOnlySpan<byte> signature);
}
