namespace DaaCompute.Net.Crypto;

/// <summary>A public signature key, prepared for use.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public interface IVerificationKey : IDisposable
{
    /// <summary>Whether the signature is this key's.</summary>
    /// <param name="data">What was signed.</param>
    /// <param name="context">The FIPS 204 context, at most 255 bytes.</param>
    /// <param name="signature">The signature; a wrong length is simply invalid.</param>
    bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> context, ReadOnlySpan<byte> signature);
}
