using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Consensus.Protocol;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Consensus.Wire;

/// <summary>A proof of equivocation: 1 epoch, 2 and 3 the two signed vertices, the lesser id first.</summary>
internal static class EquivocationCodec
{
    public static EquivocationProof Make(ValidatorSet validators, Vertex one, Vertex other)
    {
        (Vertex first, Vertex second) = one.Id.Digest < other.Id.Digest ? (one, other) : (other, one);
        ArrayBufferWriter<byte> output = new();
        ProtobufWriter writer = new(output);
        writer.WriteVarint(1, (ulong)validators.Epoch);
        writer.WriteBytes(2, VertexCodec.Encode(first));
        writer.WriteBytes(3, VertexCodec.Encode(second));
        return new EquivocationProof(
            validators.Validators[first.Author].Id, validators.Epoch, first.Round, first.Id, second.Id, output.WrittenMemory);
    }

    /// <summary>Reads a proof. The signatures are not checked here.</summary>
    public static bool TryDecode(
        IContentHash hash,
        ReadOnlySpan<byte> encoded,
        out long epoch,
        [NotNullWhen(true)] out Vertex? first,
        [NotNullWhen(true)] out Vertex? second)
    {
        first = null;
        second = null;
        epoch = 0;
        ProtobufReader reader = new(encoded);
        if (!reader.Read() || reader.FieldNumber != 1 || reader.WireType != ProtobufWireType.Varint || reader.Value > 1UL << 48)
        {
            return false;
        }

        epoch = (long)reader.Value;
        return reader.Read() && reader.FieldNumber == 2 && VertexCodec.TryDecode(hash, reader.Bytes.ToArray(), out first)
            && reader.Read() && reader.FieldNumber == 3 && VertexCodec.TryDecode(hash, reader.Bytes.ToArray(), out second)
            && !reader.Read() && !reader.IsMalformed
            && first.Author == second.Author && first.Round == second.Round && first.EpochId == second.EpochId
            && first.Id.Digest < second.Id.Digest;
    }
}
