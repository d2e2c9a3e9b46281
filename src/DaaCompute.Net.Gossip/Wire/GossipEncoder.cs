using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Gossip.Wire;

/// <summary>Writes RPCs as frames: the length as a varint, then the protobuf message.</summary>
internal static class GossipEncoder
{
    /// <summary>What a frame with one message of so much data is longer than the data, at most, in bytes: signature, key, ids and headers.</summary>
    public const int MaxMessageOverhead = 8 * 1024;

    public static ReadOnlyMemory<byte> Frame(GossipRpc rpc)
    {
        int control = ControlLength(rpc);
        int length = rpc.HasControl ? ProtobufWriter.GetBytesLength(GossipFields.Control, control) : 0;
        foreach (SubscriptionChange change in rpc.Subscriptions)
        {
            length += ProtobufWriter.GetBytesLength(GossipFields.Subscriptions, LengthOf(change));
        }

        foreach (PubsubMessage message in rpc.Messages)
        {
            length += ProtobufWriter.GetBytesLength(GossipFields.Publish, LengthOf(message));
        }

        ArrayBufferWriter<byte> output = Begin(length);
        ProtobufWriter writer = new(output);
        foreach (SubscriptionChange change in rpc.Subscriptions)
        {
            writer.WriteHeader(GossipFields.Subscriptions, LengthOf(change));
            writer.WriteVarint(GossipFields.SubscribeFlag, change.IsSubscribed ? 1UL : 0UL);
            writer.WriteString(GossipFields.SubscriptionTopic, change.Topic);
        }

        foreach (PubsubMessage message in rpc.Messages)
        {
            Write(output, message);
        }

        if (rpc.HasControl)
        {
            writer.WriteHeader(GossipFields.Control, control);
            WriteControl(output, rpc);
        }

        return output.WrittenMemory;
    }

    /// <summary>The frame of an RPC that holds one message and nothing else.</summary>
    public static ReadOnlyMemory<byte> Frame(PubsubMessage message)
    {
        ArrayBufferWriter<byte> output = Begin(ProtobufWriter.GetBytesLength(GossipFields.Publish, LengthOf(message)));
        Write(output, message);
        return output.WrittenMemory;
    }

    /// <summary>The bytes that a libp2p signature covers, without its prefix: the message without signature and key.</summary>
    public static void WriteSigned(IBufferWriter<byte> output, PubsubMessage message) =>
        WriteFields(output, message with { Signature = null, Key = null });

    private static ArrayBufferWriter<byte> Begin(int length)
    {
        ArrayBufferWriter<byte> output = new(Math.Max(1, UnsignedVarint.GetLength((ulong)length) + length));
        UnsignedVarint.Write(output, (ulong)length);
        return output;
    }

    private static void Write(ArrayBufferWriter<byte> output, PubsubMessage message)
    {
        ProtobufWriter writer = new(output);
        writer.WriteHeader(GossipFields.Publish, LengthOf(message));
        WriteFields(output, message);
    }

    private static void WriteFields(IBufferWriter<byte> output, PubsubMessage message)
    {
        WriteOptional(output, GossipFields.From, message.From);
        WriteOptional(output, GossipFields.Data, message.Data);
        WriteOptional(output, GossipFields.Sequence, message.Sequence);
        new ProtobufWriter(output).WriteString(GossipFields.Topic, message.Topic);
        WriteOptional(output, GossipFields.Signature, message.Signature);
        WriteOptional(output, GossipFields.Key, message.Key);
    }

    private static void WriteOptional(IBufferWriter<byte> output, int field, ReadOnlyMemory<byte>? value)
    {
        if (value is { } bytes)
        {
            new ProtobufWriter(output).WriteBytes(field, bytes.Span);
        }
    }

    private static void WriteControl(ArrayBufferWriter<byte> output, GossipRpc rpc)
    {
        ProtobufWriter writer = new(output);
        foreach (IHave have in rpc.IHave)
        {
            writer.WriteHeader(GossipFields.IHave, LengthOf(have));
            writer.WriteString(GossipFields.ControlTopic, have.Topic);
            WriteIds(output, GossipFields.IHaveIds, have.Ids);
        }

        if (!rpc.IWant.IsEmpty)
        {
            writer.WriteHeader(GossipFields.IWant, LengthOf(GossipFields.Ids, rpc.IWant));
            WriteIds(output, GossipFields.Ids, rpc.IWant);
        }

        foreach (string topic in rpc.Graft)
        {
            writer.WriteHeader(GossipFields.Graft, LengthOf(GossipFields.ControlTopic, topic));
            writer.WriteString(GossipFields.ControlTopic, topic);
        }

        foreach (Prune prune in rpc.Prune)
        {
            WritePrune(output, prune);
        }

        if (!rpc.IDontWant.IsEmpty)
        {
            writer.WriteHeader(GossipFields.IDontWant, LengthOf(GossipFields.Ids, rpc.IDontWant));
            WriteIds(output, GossipFields.Ids, rpc.IDontWant);
        }
    }

    private static void WritePrune(ArrayBufferWriter<byte> output, Prune prune)
    {
        ProtobufWriter writer = new(output);
        writer.WriteHeader(GossipFields.Prune, LengthOf(prune));
        writer.WriteString(GossipFields.ControlTopic, prune.Topic);
        foreach (ExchangedPeer peer in prune.Peers)
        {
            writer.WriteHeader(GossipFields.PrunePeers, LengthOf(peer));
            writer.WriteBytes(GossipFields.ExchangedPeerId, peer.Peer.Bytes.Span);
            if (!peer.SignedRecord.IsEmpty)
            {
                writer.WriteBytes(GossipFields.ExchangedRecord, peer.SignedRecord.Span);
            }
        }

        if (prune.Backoff > 0)
        {
            writer.WriteVarint(GossipFields.PruneBackoff, prune.Backoff);
        }
    }

    private static void WriteIds(IBufferWriter<byte> output, int field, ImmutableArray<MessageId> ids)
    {
        ProtobufWriter writer = new(output);
        foreach (MessageId id in ids)
        {
            writer.WriteBytes(field, id.Bytes.Span);
        }
    }

    private static int ControlLength(GossipRpc rpc)
    {
        int length = 0;
        foreach (IHave have in rpc.IHave)
        {
            length += ProtobufWriter.GetBytesLength(GossipFields.IHave, LengthOf(have));
        }

        foreach (string topic in rpc.Graft)
        {
            length += ProtobufWriter.GetBytesLength(GossipFields.Graft, LengthOf(GossipFields.ControlTopic, topic));
        }

        foreach (Prune prune in rpc.Prune)
        {
            length += ProtobufWriter.GetBytesLength(GossipFields.Prune, LengthOf(prune));
        }

        return length + OptionalLength(GossipFields.IWant, rpc.IWant) + OptionalLength(GossipFields.IDontWant, rpc.IDontWant);
    }

    private static int OptionalLength(int field, ImmutableArray<MessageId> ids) =>
        ids.IsEmpty ? 0 : ProtobufWriter.GetBytesLength(field, LengthOf(GossipFields.Ids, ids));

    private static int LengthOf(SubscriptionChange change) =>
        ProtobufWriter.GetVarintLength(GossipFields.SubscribeFlag, 1)
        + LengthOf(GossipFields.SubscriptionTopic, change.Topic);

    private static int LengthOf(PubsubMessage message) =>
        OptionalLength(GossipFields.From, message.From)
        + OptionalLength(GossipFields.Data, message.Data)
        + OptionalLength(GossipFields.Sequence, message.Sequence)
        + LengthOf(GossipFields.Topic, message.Topic)
        + OptionalLength(GossipFields.Signature, message.Signature)
        + OptionalLength(GossipFields.Key, message.Key);

    private static int LengthOf(IHave have) =>
        LengthOf(GossipFields.ControlTopic, have.Topic) + LengthOf(GossipFields.IHaveIds, have.Ids);

    private static int LengthOf(Prune prune)
    {
        int length = LengthOf(GossipFields.ControlTopic, prune.Topic);
        foreach (ExchangedPeer peer in prune.Peers)
        {
            length += ProtobufWriter.GetBytesLength(GossipFields.PrunePeers, LengthOf(peer));
        }

        return length + (prune.Backoff > 0 ? ProtobufWriter.GetVarintLength(GossipFields.PruneBackoff, prune.Backoff) : 0);
    }

    private static int LengthOf(ExchangedPeer peer) =>
        ProtobufWriter.GetBytesLength(GossipFields.ExchangedPeerId, peer.Peer.Bytes.Length)
        + (peer.SignedRecord.IsEmpty
            ? 0
            : ProtobufWriter.GetBytesLength(GossipFields.ExchangedRecord, peer.SignedRecord.Length));

    private static int LengthOf(int field, ImmutableArray<MessageId> ids)
    {
        int length = 0;
        foreach (MessageId id in ids)
        {
            length += ProtobufWriter.GetBytesLength(field, id.Bytes.Length);
        }

        return length;
    }

    private static int LengthOf(int field, string text) =>
        ProtobufWriter.GetBytesLength(field, Encoding.UTF8.GetByteCount(text));

    private static int OptionalLength(int field, ReadOnlyMemory<byte>? value) =>
        value is { } bytes ? ProtobufWriter.GetBytesLength(field, bytes.Length) : 0;
}
