using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Gossip.Wire;

/// <summary>Reads RPCs: bounded, without exceptions; what it returns are slices of the input.</summary>
/// <remarks>
/// Unknown fields are skipped. Refused are: broken protobuf, a known field of another wire type, a topic that is empty, no
/// UTF-8 or longer than <see cref="Topic.MaxLength"/> (it would be nobody's), and more entries than
/// <see cref="GossipFields.MaxEntries"/> or <see cref="GossipFields.MaxIds"/>.
/// </remarks>
internal ref struct GossipDecoder
{
    private readonly ReadOnlyMemory<byte> _input;
    private List<SubscriptionChange>? _subscriptions;
    private List<PubsubMessage>? _messages;
    private List<IHave>? _haves;
    private List<MessageId>? _wants;
    private List<string>? _grafts;
    private List<Prune>? _prunes;
    private List<MessageId>? _unwanted;
    private int _haveIds;

    private GossipDecoder(ReadOnlyMemory<byte> input) => _input = input;

    /// <summary>Reads an RPC, without its length.</summary>
    /// <param name="input">The bytes; the result holds on to them.</param>
    /// <param name="rpc">The RPC, when the result is true.</param>
    public static bool TryDecode(ReadOnlyMemory<byte> input, [NotNullWhen(true)] out GossipRpc? rpc)
    {
        rpc = null;
        if (input.Length > GossipFields.MaxRpcLength)
        {
            return false;
        }

        GossipDecoder decoder = new(input);
        if (!decoder.ReadRpc(input.Span))
        {
            return false;
        }

        rpc = new GossipRpc
        {
            Subscriptions = Freeze(decoder._subscriptions),
            Messages = Freeze(decoder._messages),
            IHave = Freeze(decoder._haves),
            IWant = Freeze(decoder._wants),
            Graft = Freeze(decoder._grafts),
            Prune = Freeze(decoder._prunes),
            IDontWant = Freeze(decoder._unwanted),
        };
        return true;
    }

    private static ImmutableArray<T> Freeze<T>(List<T>? items) => items is null ? [] : [.. items];

    private bool ReadRpc(ReadOnlySpan<byte> bytes)
    {
        ProtobufReader reader = new(bytes);
        while (reader.Read())
        {
            bool isKnown = reader.FieldNumber is GossipFields.Subscriptions or GossipFields.Publish or GossipFields.Control;
            if (!isKnown)
            {
                continue;
            }

            if (reader.WireType != ProtobufWireType.LengthDelimited)
            {
                return false;
            }

            bool isValid = reader.FieldNumber switch
            {
                GossipFields.Subscriptions => ReadSubscription(reader.Bytes),
                GossipFields.Publish => ReadMessage(reader.Bytes),
                _ => ReadControl(reader.Bytes),
            };
            if (!isValid)
            {
                return false;
            }
        }

        return !reader.IsMalformed;
    }

    private bool ReadSubscription(ReadOnlySpan<byte> bytes)
    {
        string? topic = null;
        bool isSubscribed = false;
        ProtobufReader reader = new(bytes);
        while (reader.Read())
        {
            switch (reader.FieldNumber)
            {
                case GossipFields.SubscribeFlag when reader.WireType == ProtobufWireType.Varint:
                    isSubscribed = reader.Value != 0;
                    break;
                case GossipFields.SubscriptionTopic when TopicText.TryRead(reader, out topic):
                    break;
                case GossipFields.SubscribeFlag or GossipFields.SubscriptionTopic:
                    return false;
            }
        }

        return !reader.IsMalformed && topic is not null
            && TryAdd(ref _subscriptions, new SubscriptionChange(topic, isSubscribed), GossipFields.MaxEntries);
    }

    private bool ReadMessage(ReadOnlySpan<byte> bytes)
    {
        string? topic = null;
        ReadOnlyMemory<byte>? from = null;
        ReadOnlyMemory<byte>? data = null;
        ReadOnlyMemory<byte>? sequence = null;
        ReadOnlyMemory<byte>? signature = null;
        ReadOnlyMemory<byte>? key = null;
        ProtobufReader reader = new(bytes);
        while (reader.Read())
        {
            if (reader.FieldNumber is >= GossipFields.From and <= GossipFields.Key
                && reader.WireType != ProtobufWireType.LengthDelimited)
            {
                return false;
            }

            switch (reader.FieldNumber)
            {
                case GossipFields.From:
                    from = Slice(reader.Bytes);
                    break;
                case GossipFields.Data:
                    data = Slice(reader.Bytes);
                    break;
                case GossipFields.Sequence:
                    sequence = Slice(reader.Bytes);
                    break;
                case GossipFields.Topic when !TopicText.TryRead(reader, out topic):
                    return false;
                case GossipFields.Signature:
                    signature = Slice(reader.Bytes);
                    break;
                case GossipFields.Key:
                    key = Slice(reader.Bytes);
                    break;
            }
        }

        return !reader.IsMalformed && topic is not null && TryAdd(
            ref _messages,
            new PubsubMessage(topic) { From = from, Data = data, Sequence = sequence, Signature = signature, Key = key },
            GossipFields.MaxEntries);
    }

    private bool ReadControl(ReadOnlySpan<byte> bytes)
    {
        ProtobufReader reader = new(bytes);
        while (reader.Read())
        {
            if (reader.FieldNumber is < GossipFields.IHave or > GossipFields.IDontWant)
            {
                continue;
            }

            if (reader.WireType != ProtobufWireType.LengthDelimited)
            {
                return false;
            }

            bool isValid = reader.FieldNumber switch
            {
                GossipFields.IHave => ReadHave(reader.Bytes),
                GossipFields.IWant => ReadIds(reader.Bytes, ref _wants),
                GossipFields.Graft => ReadGraft(reader.Bytes),
                GossipFields.Prune => ReadPrune(reader.Bytes),
                _ => ReadIds(reader.Bytes, ref _unwanted),
            };
            if (!isValid)
            {
                return false;
            }
        }

        return !reader.IsMalformed;
    }

    private bool ReadHave(ReadOnlySpan<byte> bytes)
    {
        string? topic = null;
        List<MessageId>? ids = null;
        ProtobufReader reader = new(bytes);
        while (reader.Read())
        {
            switch (reader.FieldNumber)
            {
                case GossipFields.ControlTopic when !TopicText.TryRead(reader, out topic):
                    return false;
                case GossipFields.IHaveIds when !TryAddId(reader, ref ids) || ++_haveIds > GossipFields.MaxIds:
                    return false;
            }
        }

        return !reader.IsMalformed && topic is not null
            && TryAdd(ref _haves, new IHave(topic, Freeze(ids)), GossipFields.MaxEntries);
    }

    private readonly bool ReadIds(ReadOnlySpan<byte> bytes, ref List<MessageId>? ids)
    {
        ProtobufReader reader = new(bytes);
        while (reader.Read())
        {
            if (reader.FieldNumber == GossipFields.Ids
                && (!TryAddId(reader, ref ids) || ids.Count > GossipFields.MaxIds))
            {
                return false;
            }
        }

        return !reader.IsMalformed;
    }

    private bool ReadGraft(ReadOnlySpan<byte> bytes)
    {
        string? topic = null;
        ProtobufReader reader = new(bytes);
        while (reader.Read())
        {
            if (reader.FieldNumber == GossipFields.ControlTopic && !TopicText.TryRead(reader, out topic))
            {
                return false;
            }
        }

        return !reader.IsMalformed && topic is not null && TryAdd(ref _grafts, topic, GossipFields.MaxEntries);
    }

    private bool ReadPrune(ReadOnlySpan<byte> bytes)
    {
        string? topic = null;
        ulong backoff = 0;
        List<ExchangedPeer>? peers = null;
        ProtobufReader reader = new(bytes);
        while (reader.Read())
        {
            switch (reader.FieldNumber)
            {
                case GossipFields.ControlTopic when !TopicText.TryRead(reader, out topic):
                    return false;
                case GossipFields.PrunePeers when !ReadExchangedPeer(reader, ref peers):
                    return false;
                case GossipFields.PruneBackoff when reader.WireType == ProtobufWireType.Varint:
                    backoff = reader.Value;
                    break;
                case GossipFields.PruneBackoff:
                    return false;
            }
        }

        return !reader.IsMalformed && topic is not null
            && TryAdd(ref _prunes, new Prune(topic, Freeze(peers), backoff), GossipFields.MaxEntries);
    }

    /// <summary>Peers beyond the bound and names that are no peer ids are left out: the PRUNE itself still holds.</summary>
    private readonly bool ReadExchangedPeer(ProtobufReader field, ref List<ExchangedPeer>? peers)
    {
        PeerId? peer = null;
        ReadOnlyMemory<byte> record = default;
        ProtobufReader reader = new(field.Bytes);
        while (reader.Read())
        {
            switch (reader.FieldNumber)
            {
                case GossipFields.ExchangedPeerId:
                    PeerId.TryFromBytes(reader.Bytes, out peer);
                    break;
                case GossipFields.ExchangedRecord:
                    record = Slice(reader.Bytes);
                    break;
            }
        }

        if (!reader.IsMalformed && peer is not null)
        {
            TryAdd(ref peers, new ExchangedPeer(peer, record), GossipFields.MaxExchangedPeers);
        }

        return !reader.IsMalformed && field.WireType == ProtobufWireType.LengthDelimited;
    }

    private readonly bool TryAddId(ProtobufReader field, [NotNull] ref List<MessageId>? ids)
    {
        ids ??= [];
        if (field.Bytes.IsEmpty || field.Bytes.Length > MessageId.MaxLength)
        {
            return false;
        }

        ids.Add(new MessageId(Slice(field.Bytes)));
        return true;
    }

    private static bool TryAdd<T>(ref List<T>? items, T item, int limit)
    {
        items ??= [];
        if (items.Count >= limit)
        {
            return false;
        }

        items.Add(item);
        return true;
    }

    private readonly ReadOnlyMemory<byte> Slice(ReadOnlySpan<byte> part) =>
        !part.IsEmpty && _input.Span.Overlaps(part, out int offset) ? _input.Slice(offset, part.Length) : default;
}
