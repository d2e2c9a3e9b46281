namespace DaaCompute.Net.Crypto;

/// <summary>An AEAD with 32-byte keys, 12-byte nonces and 16-byte tags.</summary>
/// <remarks>Safe for concurrent use. Sources: RFC 8439, NIST SP 800-38D.</remarks>
public interface IAuthenticatedCipher
{
    /// <summary>The algorithm, as Noise names it: <c>ChaChaPoly</c>, <c>AESGCM</c>.</summary>
    string Name { get; }

    /// <summary>Whose code computes it.</summary>
    string Provider { get; }

    /// <summary>Prepares a key.</summary>
    /// <param name="key">Exactly 32 bytes; copied.</param>
    IAuthenticatedCipherKey ImportKey(ReadOnlySpan<byte> key);
}
