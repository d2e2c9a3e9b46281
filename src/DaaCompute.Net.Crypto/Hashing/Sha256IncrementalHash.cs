using System.Security.Cryptography;

namespace DaaCompute.Net.Crypto.Hashing;

/// <summary>The platform's SHA-256 over input that comes in pieces.</summary>
internal sealed class Sha256IncrementalHash : IIncrementalHash
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Append(ReadOnlySpan<byte> data)
    {
        _hash.AppendData(data);
    }

    public void GetCurrentHash(Span<byte> digest)
    {
        DigestLength.Require(digest.Length);
        _hash.GetCurrentHash(digest);
    }

    public void Reset()
    {
        Span<byte> discarded = stackalloc byte[SHA256.HashSizeInBytes];
        _hash.GetHashAndReset(discarded);
    }

    public void Dispose()
    {
        _hash.Dispose();
    }
}
