namespace DaaCompute.Net.Crypto;

/// <summary>BLAKE3 with a key: message authentication, pseudorandom output, and keys derived for one purpose each.</summary>
/// <remarks>Safe for concurrent use. Source: the BLAKE3 paper, sections 2.2 and 2.3. Allocates nothing per call.</remarks>
public interface IKeyedHash
{
    /// <summary>The size of a key, in bytes.</summary>
    const int KeySize = 32;

    /// <summary>Hashes a message under a key.</summary>
    /// <param name="key">Exactly 32 bytes.</param>
    /// <param name="data">The message.</param>
    /// <param name="output">The output, of any length.</param>
    void Hash(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> output);

    /// <summary>Derives a key, or several at once.</summary>
    /// <param name="context">What it is for: a constant of the program, unique to this use.</param>
    /// <param name="keyMaterial">What it is derived from.</param>
    /// <param name="output">The output, of any length.</param>
    void DeriveKey(string context, ReadOnlySpan<byte> keyMaterial, Span<byte> output);
}
