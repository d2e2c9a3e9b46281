using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Topology.Tests.Fakes;

/// <summary>BLAKE3, without a container to take it from.</summary>
internal sealed class TestHash : IContentHash
{
    public static TestHash Instance { get; } = new();

    public string Name => "BLAKE3";

    public void Hash(ReadOnlySpan<byte> data, Span<byte> digest) => Blake3.Hash(data, digest);

    public IIncrementalHash CreateIncremental() => new Blake3Hasher();

    public static ContentDigest Of(int number)
    {
        byte[] digest = new byte[ContentDigest.Size];
        Blake3.Hash(BitConverter.GetBytes(number), digest);
        return new ContentDigest(digest);
    }
}
