using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Onion.Protocol.Packet;

/// <summary>A hop's own key for one epoch, and what it has opened with it.</summary>
/// <param name="number">The epoch.</param>
/// <param name="key">The key; disposed of with this.</param>
/// <param name="encoded">The public key as it is published.</param>
/// <param name="digest">The digest of that.</param>
/// <param name="replayCapacity">How many packets it opens at most.</param>
internal sealed class EpochKey(
    long number, IDecapsulationKey key, ReadOnlyMemory<byte> encoded, ContentDigest digest, int replayCapacity) : IDisposable
{
    public long Number => number;

    public IDecapsulationKey Key => key;

    public ReadOnlyMemory<byte> Encoded => encoded;

    public ContentDigest Digest => digest;

    public ReplayFilter Seen { get; } = new(replayCapacity);

    /// <summary>Makes a fresh key: after a restart too, since what an earlier one has opened is not known any more.</summary>
    public static EpochKey Generate(long number, IKeyEncapsulation kem, IContentHash hash, int replayCapacity)
    {
        IDecapsulationKey key = kem.GenerateKey();
        byte[] encoded = new byte[kem.EncapsulationKeySize];
        key.ExportEncapsulationKey(encoded);
        return new EpochKey(number, key, encoded, DigestOf(hash, encoded), replayCapacity);
    }

    /// <summary>The digest of a public key.</summary>
    public static ContentDigest DigestOf(IContentHash hash, ReadOnlySpan<byte> encoded)
    {
        Span<byte> digest = stackalloc byte[IContentHash.DigestSize];
        hash.Hash(encoded, digest);
        return new ContentDigest(digest);
    }

    public void Dispose() => key.Dispose();
}
