using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Topology.State;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Topology.Wire;

/// <summary>Vertices as they are proposed.</summary>
internal static class VertexCodec
{
    private static ReadOnlySpan<byte> Kind => "daa-topology/1"u8;

    /// <summary>Tag and length of the kind, and the kind: how every vertex begins.</summary>
    private static ReadOnlySpan<byte> Prefix => "\u000a\u000edaa-topology/1"u8;

    /// <summary>Whether a payload is one of the topology's; others share the order of proposals with it.</summary>
    public static bool IsVertex(ReadOnlySpan<byte> payload) => payload.StartsWith(Prefix);

    public static byte[] Encode(NetworkStateVertex vertex)
    {
        ArrayBufferWriter<byte> output = new(4096);
        ProtobufWriter writer = new(output);
        writer.WriteBytes(TopologyFields.VertexKind, Kind);
        StatementCodec.WriteNumber(writer, TopologyFields.VertexBase, (ulong)(vertex.BaseHeight + 1));
        Span<byte> digest = stackalloc byte[ContentDigest.Size];
        vertex.ResultDigest.CopyTo(digest);
        writer.WriteBytes(TopologyFields.VertexDigest, digest);
        StatementCodec.WriteNumber(writer, TopologyFields.VertexTimestamp, vertex.TimestampMs);
        foreach (SignedChange change in vertex.Changes)
        {
            writer.WriteBytes(TopologyFields.VertexChanges, EncodeChange(change));
        }

        foreach (BatchSignature signature in vertex.Signatures)
        {
            writer.WriteBytes(TopologyFields.VertexSignatures, EndorsementCodec.Encode(signature));
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a vertex. It keeps slices of the input, which therefore must not change.</summary>
    public static bool TryDecode(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out NetworkStateVertex? vertex)
    {
        vertex = null;
        if (bytes.Length > TopologyFields.MaxVertexLength || !IsVertex(bytes.Span))
        {
            return false;
        }

        ulong baseHeight = 0;
        ulong timestamp = 0;
        ContentDigest? digest = null;
        List<SignedChange> changes = [];
        List<BatchSignature> signatures = [];
        ProtobufReader reader = new(bytes.Span[Prefix.Length..]);
        while (reader.Read())
        {
            switch (reader.FieldNumber)
            {
                case TopologyFields.VertexBase when reader.WireType == ProtobufWireType.Varint && reader.Value <= long.MaxValue:
                    baseHeight = reader.Value;
                    break;
                case TopologyFields.VertexDigest when reader.Bytes.Length == ContentDigest.Size:
                    digest = new ContentDigest(reader.Bytes);
                    break;
                case TopologyFields.VertexTimestamp when reader.WireType == ProtobufWireType.Varint:
                    timestamp = reader.Value;
                    break;
                case TopologyFields.VertexChanges when TryAddChange(reader, changes):
                    break;
                case TopologyFields.VertexSignatures when TryAddSignature(bytes, reader, signatures):
                    break;
                default:
                    return false;
            }
        }

        if (reader.IsMalformed || digest is null || changes.Count == 0)
        {
            return false;
        }

        vertex = new NetworkStateVertex((long)baseHeight - 1, digest.Value, timestamp, [.. changes], [.. signatures]);
        return true;
    }

    private static byte[] EncodeChange(SignedChange change)
    {
        ArrayBufferWriter<byte> output = new(256);
        ProtobufWriter writer = new(output);
        writer.WriteBytes(TopologyFields.ChangeStatement, StatementCodec.Encode(change.Statement));
        foreach (Endorsement endorsement in change.Endorsements)
        {
            writer.WriteBytes(TopologyFields.ChangeEndorsements, EndorsementCodec.Encode(endorsement));
        }

        return output.WrittenSpan.ToArray();
    }

    private static bool TryAddChange(ProtobufReader field, List<SignedChange> changes)
    {
        if (field.WireType != ProtobufWireType.LengthDelimited || changes.Count == TopologyFields.MaxChanges)
        {
            return false;
        }

        TopologyStatement? statement = null;
        ImmutableArray<Endorsement>.Builder endorsements = ImmutableArray.CreateBuilder<Endorsement>();
        ProtobufReader reader = new(field.Bytes);
        while (reader.Read())
        {
            switch (reader.FieldNumber)
            {
                case TopologyFields.ChangeStatement
                    when statement is null && StatementCodec.TryDecode(reader.Bytes, out statement):
                    break;
                case TopologyFields.ChangeEndorsements
                    when endorsements.Count < TopologyFields.MaxSignatures
                        && reader.WireType == ProtobufWireType.LengthDelimited
                        && EndorsementCodec.TryDecode(reader.Bytes, out Endorsement? endorsement):
                    endorsements.Add(endorsement);
                    break;
                default:
                    return false;
            }
        }

        if (reader.IsMalformed || statement is null)
        {
            return false;
        }

        changes.Add(new SignedChange(statement, endorsements.ToImmutable()));
        return true;
    }

    private static bool TryAddSignature(ReadOnlyMemory<byte> bytes, ProtobufReader field, List<BatchSignature> signatures)
    {
        if (signatures.Count == TopologyFields.MaxSignatures
            || field.WireType != ProtobufWireType.LengthDelimited
            || !EndorsementCodec.TryDecode(EndorsementCodec.SliceOf(bytes, field.Bytes), out BatchSignature? signature))
        {
            return false;
        }

        signatures.Add(signature);
        return true;
    }
}
