using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Consensus.Protocol;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Consensus.Wire;

/// <summary>An engine's snapshot: 1 decided round, then for each ordered vertex 2 author, 3 round, 4 id.</summary>
internal static class SnapshotCodec
{
    /// <summary>The most vertices: twice the depth for each of 64 validators, which leaves room for rivals of equivocators.</summary>
    public const int MaxVertices = 64 * 100;

    public static byte[] Encode(EngineSnapshot snapshot)
    {
        ArrayBufferWriter<byte> output = new(16 + (48 * snapshot.Ordered.Length));
        ProtobufWriter writer = new(output);
        writer.WriteVarint(1, (ulong)snapshot.DecidedRound);
        Span<byte> digest = stackalloc byte[ContentDigest.Size];
        foreach (VertexRef vertex in snapshot.Ordered)
        {
            writer.WriteVarint(2, (ulong)vertex.Author);
            writer.WriteVarint(3, (ulong)vertex.Round);
            vertex.Id.Digest.CopyTo(digest);
            writer.WriteBytes(4, digest);
        }

        return output.WrittenSpan.ToArray();
    }

    public static bool TryDecode(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out EngineSnapshot? snapshot)
    {
        snapshot = null;
        ProtobufReader reader = new(encoded);
        if (!reader.Read() || reader.FieldNumber != 1 || reader.WireType != ProtobufWireType.Varint || reader.Value > 1UL << 48)
        {
            return false;
        }

        long decided = (long)reader.Value;
        ImmutableArray<VertexRef>.Builder ordered = ImmutableArray.CreateBuilder<VertexRef>();
        while (reader.Read())
        {
            if (ordered.Count == MaxVertices || reader.FieldNumber != 2 || reader.Value >= ValidatorSet.MaxCount)
            {
                return false;
            }

            int author = (int)reader.Value;
            if (!reader.Read() || reader.FieldNumber != 3 || reader.Value > 1UL << 48)
            {
                return false;
            }

            long round = (long)reader.Value;
            if (!reader.Read() || reader.FieldNumber != 4 || reader.Bytes.Length != ContentDigest.Size)
            {
                return false;
            }

            ordered.Add(new VertexRef(author, round, new VertexId(new ContentDigest(reader.Bytes))));
        }

        snapshot = reader.IsMalformed ? null : new EngineSnapshot(decided, ordered.ToImmutable());
        return snapshot is not null;
    }
}
