namespace DaaCompute.Net.Crypto;

/// <summary>A cryptographic hash of 32 bytes: BLAKE3 for content, SHA-256 where a protocol says so.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public interface IContentHash
{
    /// <summary>The digest's size, in bytes.</summary>
    const int DigestSize = 32;

    /// <summary>The algorithm: <c>BLAKE3</c>, <c>SHA-256</c>.</summary>
    string Name { get; }

    /// <summary>Hashes a whole message.</summary>
    /// <param name="data">The message.</param>
    /// <param name="digest">Exactly 32 bytes.</param>
    void Hash(ReadOnlySpan<byte> data, Span<byte> digest);

    /// <summary>Begins a message that comes in pieces.</summary>
    IIncrementalHash CreateIncremental();
}
