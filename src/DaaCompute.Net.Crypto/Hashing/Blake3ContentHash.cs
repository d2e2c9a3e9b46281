namespace DaaCompute.Net.Crypto.Hashing;

/// <summary>BLAKE3 behind the contract.</summary>
internal sealed class Blake3ContentHash : IContentHash
{
    public string Name => "BLAKE3";

    public void Hash(ReadOnlySpan<byte> data, Span<byte> digest)
    {
        DigestLength.Require(digest.Length);
        Blake3.Hash(data, digest);
    }

    public IIncrementalHash CreateIncremental()
    {
        return new Blake3Hasher();
    }
}
