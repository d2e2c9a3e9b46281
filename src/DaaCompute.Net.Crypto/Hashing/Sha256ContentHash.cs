using System.Security.Cryptography;

namespace DaaCompute.Net.Crypto.Hashing;

/// <summary>The platform's SHA-256 behind the contract.</summary>
internal sealed class Sha256ContentHash : IContentHash
{
    public string Name => "SHA-256";

    public void Hash(ReadOnlySpan<byte> data, Span<byte> digest)
    {
        DigestLength.Require(digest.Length);
        SHA256.HashData(data, digest);
    }

    public IIncrementalHash CreateIncremental()
    {
        return new Sha256IncrementalHash();
    }
}
