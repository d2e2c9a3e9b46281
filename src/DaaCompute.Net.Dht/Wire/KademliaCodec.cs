using System.Buffers;
using System.Collections.Immutable;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Dht.Wire;

/// <summary>Writes messages: fields in the order of their numbers, what is empty left out.</summary>
/// <remarks>Source: libp2p/specs kad-dht, "RPC messages". The type is left out when it is 0, as proto3 has it.</remarks>
internal static partial class KademliaCodec
{
    private const int TypeField = 1;
    private const int KeyField = 2;
    private const int RecordField = 3;
    private const int CloserField = 8;
    private const int ProviderField = 9;
    private const int RecordKeyField = 1;
    private const int RecordValueField = 2;
    private const int RecordTimeField = 5;
    private const int PeerIdField = 1;
    private const int PeerAddressField = 2;
    private const int PeerConnectionField = 3;

    /// <summary>The length of a message, without a prefix.</summary>
    public static int GetLength(KademliaMessage message)
    {
        int length = message.Type == 0 ? 0 : ProtobufWriter.GetVarintLength(TypeField, (ulong)message.Type);
        length += LengthOf(KeyField, message.Key.Length);
        if (message.Record is KademliaRecord record)
        {
            length += ProtobufWriter.GetBytesLength(RecordField, GetLength(record));
        }

        return length + GetLength(CloserField, message.CloserPeers) + GetLength(ProviderField, message.ProviderPeers);
    }

    /// <summary>Appends a message, without a prefix.</summary>
    public static void Write(KademliaMessage message, IBufferWriter<byte> output)
    {
        ProtobufWriter writer = new(output);
        if (message.Type != 0)
        {
            writer.WriteVarint(TypeField, (ulong)message.Type);
        }

        WriteBytes(writer, KeyField, message.Key.Span);
        if (message.Record is KademliaRecord record)
        {
            writer.WriteHeader(RecordField, GetLength(record));
            WriteBytes(writer, RecordKeyField, record.Key.Span);
            WriteBytes(writer, RecordValueField, record.Value.Span);
            if (record.TimeReceived.Length > 0)
            {
                writer.WriteString(RecordTimeField, record.TimeReceived);
            }
        }

        WritePeers(writer, CloserField, message.CloserPeers);
        WritePeers(writer, ProviderField, message.ProviderPeers);
    }

    /// <summary>Appends a peer alone.</summary>
    public static void Write(KademliaPeer peer, IBufferWriter<byte> output) => WriteFields(new ProtobufWriter(output), peer);

    private static void WritePeers(ProtobufWriter writer, int field, ImmutableArray<KademliaPeer> peers)
    {
        foreach (KademliaPeer peer in peers)
        {
            writer.WriteHeader(field, GetLength(peer));
            WriteFields(writer, peer);
        }
    }

    private static void WriteFields(ProtobufWriter writer, KademliaPeer peer)
    {
        writer.WriteBytes(PeerIdField, peer.Id.Bytes.Span);
        foreach (Multiaddress address in peer.Addresses)
        {
            writer.WriteBytes(PeerAddressField, address.Bytes.Span);
        }

        if (peer.Connection != 0)
        {
            writer.WriteVarint(PeerConnectionField, (ulong)peer.Connection);
        }
    }

    private static void WriteBytes(ProtobufWriter writer, int field, ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty)
        {
            writer.WriteBytes(field, value);
        }
    }

    private static int GetLength(KademliaRecord record) =>
        LengthOf(RecordKeyField, record.Key.Length)
        + LengthOf(RecordValueField, record.Value.Length)
        + LengthOf(RecordTimeField, System.Text.Encoding.UTF8.GetByteCount(record.TimeReceived));

    private static int GetLength(int field, ImmutableArray<KademliaPeer> peers)
    {
        int length = 0;
        foreach (KademliaPeer peer in peers)
        {
            length += ProtobufWriter.GetBytesLength(field, GetLength(peer));
        }

        return length;
    }

    private static int GetLength(KademliaPeer peer)
    {
        int length = ProtobufWriter.GetBytesLength(PeerIdField, peer.Id.Bytes.Length);
        foreach (Multiaddress address in peer.Addresses)
        {
            length += ProtobufWriter.GetBytesLength(PeerAddressField, address.Bytes.Length);
        }

        return peer.Connection == 0
            ? length
            : length + ProtobufWriter.GetVarintLength(PeerConnectionField, (ulong)peer.Connection);
    }

    private static int LengthOf(int field, int length) => length == 0 ? 0 : ProtobufWriter.GetBytesLength(field, length);
}
