using System.Security.Cryptography;
using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Training.Fakes;

internal sealed class Sha256ContentHash : IContentHash
{
    public string Name => "SHA-256";

    public void Hash(ReadOnlySpan<byte> data, Span<byte> digest) => SHA256.HashData(data, digest);

    public IIncrementalHash CreateIncremental() => new Incremental();

    private sealed class Incremental : IIncrementalHash
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public void Append(ReadOnlySpan<byte> data) => _hash.AppendData(data);

        public void GetCurrentHash(Span<byte> digest) => _hash.GetCurrentHash(digest);

        public void Reset() => _hash.GetHashAndReset();

        public void Dispose() => _hash.Dispose();
    }
}
