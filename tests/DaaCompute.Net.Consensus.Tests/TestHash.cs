using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Consensus.Tests;

/// <summary>BLAKE3 of whole messages.</summary>
internal sealed class TestHash : IContentHash
{
    public string Name => "BLAKE3";

    public void Hash(ReadOnlySpan<byte> data, Span<byte> digest) => Blake3.Hash(data, digest);

    public IIncrementalHash CreateIncremental() => new Blake3Hasher();
}
