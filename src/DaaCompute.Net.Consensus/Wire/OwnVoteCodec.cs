using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Consensus.Protocol;
using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Consensus.Wire;

/// <summary>What the guard file holds: epoch id, round (big-endian), vertex, and the BLAKE3 of all that.</summary>
internal static class OwnVoteCodec
{
    private const int BodyLength = (2 * ContentDigest.Size) + sizeof(long);

    public static byte[] Encode(IContentHash hash, ContentDigest epochId, OwnVote vote)
    {
        byte[] encoded = new byte[BodyLength + ContentDigest.Size];
        epochId.CopyTo(encoded);
        BinaryPrimitives.WriteInt64BigEndian(encoded.AsSpan(ContentDigest.Size), vote.Round);
        vote.Id.Digest.CopyTo(encoded.AsSpan(ContentDigest.Size + sizeof(long)));
        hash.Hash(encoded.AsSpan(0, BodyLength), encoded.AsSpan(BodyLength));
        return encoded;
    }

    public static bool TryDecode(
        IContentHash hash, ReadOnlySpan<byte> encoded, out ContentDigest epochId, [NotNullWhen(true)] out OwnVote? vote)
    {
        epochId = default;
        vote = null;
        if (encoded.Length != BodyLength + ContentDigest.Size)
        {
            return false;
        }

        Span<byte> digest = stackalloc byte[ContentDigest.Size];
        hash.Hash(encoded[..BodyLength], digest);
        if (!digest.SequenceEqual(encoded[BodyLength..]))
        {
            return false;
        }

        epochId = new ContentDigest(encoded[..ContentDigest.Size]);
        vote = new OwnVote(
            BinaryPrimitives.ReadInt64BigEndian(encoded[ContentDigest.Size..]),
            new VertexId(new ContentDigest(encoded.Slice(ContentDigest.Size + sizeof(long), ContentDigest.Size))));
        return vote.Round > 0;
    }
}
