using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Topology.State;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Topology.Wire;

/// <summary>Endorsements and the batch signatures that they refer to.</summary>
internal static class EndorsementCodec
{
    public static byte[] Encode(Endorsement endorsement)
    {
        ArrayBufferWriter<byte> output = new(16 + (endorsement.Path.Length * ContentDigest.Size));
        ProtobufWriter writer = new(output);
        StatementCodec.WriteNumber(writer, TopologyFields.EndorsementSignature, (ulong)endorsement.Signature);
        StatementCodec.WriteNumber(writer, TopologyFields.EndorsementLeaf, (ulong)endorsement.Leaf);
        if (!endorsement.Path.IsEmpty)
        {
            writer.WriteHeader(TopologyFields.EndorsementPath, endorsement.Path.Length * ContentDigest.Size);
            foreach (ContentDigest digest in endorsement.Path)
            {
                digest.CopyTo(output.GetSpan(ContentDigest.Size));
                output.Advance(ContentDigest.Size);
            }
        }

        return output.WrittenSpan.ToArray();
    }

    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Endorsement? endorsement)
    {
        endorsement = null;
        ulong signature = 0;
        ulong leaf = 0;
        ReadOnlySpan<byte> path = default;
        ProtobufReader reader = new(bytes);
        while (reader.Read())
        {
            switch (reader.FieldNumber)
            {
                case TopologyFields.EndorsementSignature when reader.WireType == ProtobufWireType.Varint:
                    signature = reader.Value;
                    break;
                case TopologyFields.EndorsementLeaf when reader.WireType == ProtobufWireType.Varint:
                    leaf = reader.Value;
                    break;
                case TopologyFields.EndorsementPath when reader.WireType == ProtobufWireType.LengthDelimited:
                    path = reader.Bytes;
                    break;
                default:
                    return false;
            }
        }

        if (reader.IsMalformed
            || signature >= TopologyFields.MaxSignatures
            || leaf >= BatchTree.MaxLeaves
            || path.Length % ContentDigest.Size != 0
            || path.Length > BatchTree.MaxPath * ContentDigest.Size)
        {
            return false;
        }

        endorsement = new Endorsement((int)signature, (int)leaf, ReadPath(path));
        return true;
    }

    public static byte[] Encode(BatchSignature signature)
    {
        ArrayBufferWriter<byte> output = new(signature.Signature.Length + signature.PublicKey.Length + 64);
        ProtobufWriter writer = new(output);
        writer.WriteBytes(TopologyFields.SignatureSigner, signature.Signer.Bytes.Span);
        StatementCodec.WriteNumber(writer, TopologyFields.SignatureLeaves, (ulong)signature.Leaves);
        writer.WriteBytes(TopologyFields.SignatureBytes, signature.Signature.Span);
        if (!signature.PublicKey.IsEmpty)
        {
            writer.WriteBytes(TopologyFields.SignatureKey, signature.PublicKey.Span);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a batch signature. It keeps slices of the input.</summary>
    public static bool TryDecode(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out BatchSignature? signature)
    {
        signature = null;
        PeerId? signer = null;
        ulong leaves = 0;
        ReadOnlyMemory<byte> value = default;
        ReadOnlyMemory<byte> key = default;
        ProtobufReader reader = new(bytes.Span);
        while (reader.Read())
        {
            switch (reader.FieldNumber)
            {
                case TopologyFields.SignatureSigner when StatementCodec.TryReadPeer(reader, ref signer):
                    break;
                case TopologyFields.SignatureLeaves when reader.WireType == ProtobufWireType.Varint:
                    leaves = reader.Value;
                    break;
                case TopologyFields.SignatureBytes when reader.WireType == ProtobufWireType.LengthDelimited:
                    value = SliceOf(bytes, reader.Bytes);
                    break;
                case TopologyFields.SignatureKey when reader.WireType == ProtobufWireType.LengthDelimited:
                    key = SliceOf(bytes, reader.Bytes);
                    break;
                default:
                    return false;
            }
        }

        if (reader.IsMalformed
            || signer is null
            || leaves is 0 or > BatchTree.MaxLeaves
            || value.Length is 0 or > TopologyFields.MaxSignatureLength
            || key.Length > TopologyFields.MaxKeyLength)
        {
            return false;
        }

        signature = new BatchSignature(signer, (int)leaves, value, key);
        return true;
    }

    /// <summary>The part of the input that a reader stands on, without copying it.</summary>
    public static ReadOnlyMemory<byte> SliceOf(ReadOnlyMemory<byte> input, ReadOnlySpan<byte> part) =>
        !part.IsEmpty && input.Span.Overlaps(part, out int offset) ? input.Slice(offset, part.Length) : default;

    private static ImmutableArray<ContentDigest> ReadPath(ReadOnlySpan<byte> path)
    {
        ImmutableArray<ContentDigest>.Builder digests =
            ImmutableArray.CreateBuilder<ContentDigest>(path.Length / ContentDigest.Size);
        for (; !path.IsEmpty; path = path[ContentDigest.Size..])
        {
            digests.Add(new ContentDigest(path[..ContentDigest.Size]));
        }

        return digests.MoveToImmutable();
    }
}
