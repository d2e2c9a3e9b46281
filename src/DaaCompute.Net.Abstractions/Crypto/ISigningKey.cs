namespace DaaCompute.Net.Crypto;

/// <summary>A private signing key, prepared for use; zeroed when disposed.</summary>
public interface ISigningKey : IDisposable
{
    /// <summary>Signs.</summary>
    /// <param name="data">What is signed.</param>
    /// <param name="context">The FIPS 204 context, at most 255 bytes; must be empty for schemes without one.</param>
    /// <param name="signature">Exactly <see cref="ISignatureScheme.SignatureSize"/> bytes.</param>
    void Sign(ReadOnlySpan<byte> data, ReadOnlySpan<byte> context, Span<byte> signature);

    /// <summary>Writes the encoded public key.</summary>
    /// <param name="destination">Exactly <see cref="ISignatureScheme.PublicKeySize"/> bytes.</param>
    void ExportPublicKey(Span<byte> destination);
}
