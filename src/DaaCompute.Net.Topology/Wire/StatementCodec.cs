using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;
using DaaCompute.Net.Topology.State;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Topology.Wire;

/// <summary>Statements as they are signed and sent: one encoding for each.</summary>
internal static class StatementCodec
{
    public static byte[] Encode(TopologyStatement statement)
    {
        ArrayBufferWriter<byte> output = new(128);
        ProtobufWriter writer = new(output);
        WriteNumber(writer, TopologyFields.StatementSequence, statement.Sequence);
        WriteNumber(writer, TopologyFields.StatementValidThrough, (ulong)(statement.ValidThrough + 1));
        switch (statement.Change)
        {
            case NodeJoined joined:
                writer.WriteBytes(TopologyFields.StatementJoined, EncodeNode(joined.Node));
                break;
            case NodeLeft left:
                writer.WriteBytes(TopologyFields.StatementLeft, EncodeLeft(left));
                break;
            case LinkEstablished link:
                writer.WriteBytes(TopologyFields.StatementEstablished, EncodeLink(link.From, link.To, link.LatencyMs));
                break;
            case LinkFailed link:
                writer.WriteBytes(TopologyFields.StatementFailed, EncodeLink(link.From, link.To, 0));
                break;
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a statement. Unknown fields, and more than one change, are refused: nobody could say what was signed.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out TopologyStatement? statement)
    {
        statement = null;
        ulong sequence = 0;
        ulong validThrough = 0;
        TopologyChange? change = null;
        ProtobufReader reader = new(bytes);
        while (reader.Read())
        {
            switch (reader.FieldNumber)
            {
                case TopologyFields.StatementSequence when reader.WireType == ProtobufWireType.Varint:
                    sequence = reader.Value;
                    break;
                case TopologyFields.StatementValidThrough
                    when reader.WireType == ProtobufWireType.Varint && reader.Value <= long.MaxValue:
                    validThrough = reader.Value;
                    break;
                case >= TopologyFields.StatementJoined and <= TopologyFields.StatementFailed
                    when reader.WireType == ProtobufWireType.LengthDelimited && change is null:
                    change = ReadChange(reader);
                    if (change is null)
                    {
                        return false;
                    }

                    break;
                default:
                    return false;
            }
        }

        if (reader.IsMalformed || change is null)
        {
            return false;
        }

        statement = new TopologyStatement(change, sequence, (long)validThrough - 1);
        return true;
    }

    public static byte[] EncodeNode(NodeInfo node)
    {
        ArrayBufferWriter<byte> output = new(64);
        ProtobufWriter writer = new(output);
        writer.WriteBytes(TopologyFields.NodeId, node.Id.Bytes.Span);
        WriteNumber(writer, TopologyFields.NodeRole, (ulong)node.Role);
        WriteNumber(writer, TopologyFields.NodeCapabilities, (ulong)node.Capabilities);
        if (node.Region is not null)
        {
            writer.WriteString(TopologyFields.NodeRegion, node.Region);
        }

        return output.WrittenSpan.ToArray();
    }

    public static byte[] EncodeLink(PeerId from, PeerId to, int latencyMs)
    {
        ArrayBufferWriter<byte> output = new(96);
        ProtobufWriter writer = new(output);
        writer.WriteBytes(TopologyFields.LinkFrom, from.Bytes.Span);
        writer.WriteBytes(TopologyFields.LinkTo, to.Bytes.Span);
        WriteNumber(writer, TopologyFields.LinkLatency, (ulong)latencyMs);
        return output.WrittenSpan.ToArray();
    }

    public static bool TryDecodeNode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out NodeInfo? node)
    {
        node = null;
        PeerId? id = null;
        ulong role = 0;
        ulong capabilities = 0;
        string? region = null;
        ProtobufReader reader = new(bytes);
        while (reader.Read())
        {
            switch (reader.FieldNumber)
            {
                case TopologyFields.NodeId when TryReadPeer(reader, ref id):
                    break;
                case TopologyFields.NodeRole when TryReadSmall(reader, ref role):
                    break;
                case TopologyFields.NodeCapabilities when TryReadSmall(reader, ref capabilities):
                    break;
                case TopologyFields.NodeRegion when TryReadRegion(reader, ref region):
                    break;
                default:
                    return false;
            }
        }

        node = reader.IsMalformed || id is null
            ? null
            : new NodeInfo(id, (NodeRole)role, (NodeCapabilities)capabilities, region);
        return node is not null;
    }

    public static bool TryDecodeLink(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out LinkEstablished? link)
    {
        link = null;
        PeerId? from = null;
        PeerId? to = null;
        ulong latency = 0;
        ProtobufReader reader = new(bytes);
        while (reader.Read())
        {
            switch (reader.FieldNumber)
            {
                case TopologyFields.LinkFrom when TryReadPeer(reader, ref from):
                    break;
                case TopologyFields.LinkTo when TryReadPeer(reader, ref to):
                    break;
                case TopologyFields.LinkLatency when TryReadSmall(reader, ref latency):
                    break;
                default:
                    return false;
            }
        }

        link = reader.IsMalformed || from is null || to is null ? null : new LinkEstablished(from, to, (int)latency);
        return link is not null;
    }

    /// <summary>Writes a number, or nothing for zero, as proto3 has it.</summary>
    public static void WriteNumber(ProtobufWriter writer, int field, ulong value)
    {
        if (value != 0)
        {
            writer.WriteVarint(field, value);
        }
    }

    /// <summary>Reads a peer id; a second one for the same field is refused.</summary>
    public static bool TryReadPeer(ProtobufReader reader, [NotNullWhen(true)] ref PeerId? peer) =>
        peer is null
        && reader.WireType == ProtobufWireType.LengthDelimited
        && PeerId.TryFromBytes(reader.Bytes, out peer);

    private static byte[] EncodeLeft(NodeLeft left)
    {
        ArrayBufferWriter<byte> output = new(64);
        ProtobufWriter writer = new(output);
        writer.WriteBytes(TopologyFields.NodeId, left.NodeId.Bytes.Span);
        WriteNumber(writer, TopologyFields.NodeGraceful, left.Graceful ? 1UL : 0UL);
        return output.WrittenSpan.ToArray();
    }

    private static TopologyChange? ReadChange(ProtobufReader reader) => reader.FieldNumber switch
    {
        TopologyFields.StatementJoined => TryDecodeNode(reader.Bytes, out NodeInfo? node) ? new NodeJoined(node) : null,
        TopologyFields.StatementLeft => ReadLeft(reader.Bytes),
        TopologyFields.StatementEstablished => TryDecodeLink(reader.Bytes, out LinkEstablished? link) ? link : null,
        _ => TryDecodeLink(reader.Bytes, out LinkEstablished? ends) && ends.LatencyMs == 0
            ? new LinkFailed(ends.From, ends.To)
            : null,
    };

    private static NodeLeft? ReadLeft(ReadOnlySpan<byte> bytes)
    {
        PeerId? id = null;
        ulong graceful = 0;
        ProtobufReader reader = new(bytes);
        while (reader.Read())
        {
            switch (reader.FieldNumber)
            {
                case TopologyFields.NodeId when TryReadPeer(reader, ref id):
                    break;
                case TopologyFields.NodeGraceful when TryReadSmall(reader, ref graceful):
                    break;
                default:
                    return null;
            }
        }

        return reader.IsMalformed || id is null ? null : new NodeLeft(id, graceful != 0);
    }

    private static bool TryReadSmall(ProtobufReader reader, ref ulong value)
    {
        value = reader.Value;
        return reader.WireType == ProtobufWireType.Varint && value <= int.MaxValue;
    }

    private static bool TryReadRegion(ProtobufReader reader, ref string? region)
    {
        if (region is not null
            || reader.WireType != ProtobufWireType.LengthDelimited
            || reader.Bytes.IsEmpty
            || reader.Bytes.Length > StateLimits.MaxRegionLength
            || !Utf8.IsValid(reader.Bytes))
        {
            return false;
        }

        region = Encoding.UTF8.GetString(reader.Bytes);
        return true;
    }
}
