using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;
using DaaCompute.Net.Dht.Protocol;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Dht.Wire;

internal static partial class KademliaCodec
{
    /// <summary>The peers that are read of each list; twice k is already more than anyone should send as closer ones.</summary>
    public const int MaxPeers = 128;

    /// <summary>The longest key that is read, in bytes: what a <see cref="ContentKey"/> may have.</summary>
    public const int MaxKeyLength = ContentKey.MaxLength;

    // Of kinds that are not known here there may be as many again.
    private const int MaxAddressesSeen = 2 * AddressReach.MaxAddresses;

    // "2006-01-02T15:04:05.999999999+00:00" is the longest form of RFC 3339 with nanoseconds.
    private const int MaxTimeLength = 64;

    /// <summary>Reads a message.</summary>
    /// <param name="encoded">The whole message, without a prefix. Copied.</param>
    /// <param name="message">The message, when the result is true.</param>
    /// <returns>
    /// False when the bytes are no such message. Peers with an id or addresses of kinds that are not known here are left
    /// out, or have those addresses left out, for a foreign network has more kinds than this one.
    /// </returns>
    public static bool TryRead(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out KademliaMessage? message)
    {
        ulong type = 0;
        ReadOnlySpan<byte> key = default;
        ReadOnlySpan<byte> recordBytes = default;
        bool hasRecord = false;
        bool isValid = true;
        int closerSeen = 0;
        int providersSeen = 0;
        ImmutableArray<KademliaPeer>.Builder? closer = null;
        ImmutableArray<KademliaPeer>.Builder? providers = null;
        ProtobufReader reader = new(encoded);
        while (isValid && reader.Read())
        {
            switch (reader.FieldNumber)
            {
                case TypeField when reader.WireType == ProtobufWireType.Varint:
                    type = reader.Value;
                    break;
                case KeyField when reader.WireType == ProtobufWireType.LengthDelimited:
                    key = reader.Bytes;
                    break;
                case RecordField when reader.WireType == ProtobufWireType.LengthDelimited:
                    recordBytes = reader.Bytes;
                    hasRecord = true;
                    break;
                case CloserField when reader.WireType == ProtobufWireType.LengthDelimited && closerSeen++ < MaxPeers:
                    isValid = TryAddPeer(reader.Bytes, ref closer);
                    break;
                case ProviderField when reader.WireType == ProtobufWireType.LengthDelimited && providersSeen++ < MaxPeers:
                    isValid = TryAddPeer(reader.Bytes, ref providers);
                    break;
                default:
                    break;
            }
        }

        // Of a record that comes twice the last counts, and only that one is copied.
        KademliaRecord? record = null;
        bool isMessage = isValid
            && !reader.IsMalformed
            && type <= (ulong)KademliaMessageType.Ping
            && key.Length <= MaxKeyLength
            && (!hasRecord || TryReadRecord(recordBytes, out record));
        message = isMessage
            ? new KademliaMessage((KademliaMessageType)type)
            {
                Key = key.ToArray(),
                Record = record,
                CloserPeers = closer?.DrainToImmutable() ?? [],
                ProviderPeers = providers?.DrainToImmutable() ?? [],
            }
            : null;
        return isMessage;
    }

    /// <summary>Reads a peer.</summary>
    /// <param name="encoded">The whole message.</param>
    /// <param name="peer">The peer; null when its id is of a kind that is not known here.</param>
    /// <returns>False when the bytes are no such message.</returns>
    public static bool TryReadPeer(ReadOnlySpan<byte> encoded, out KademliaPeer? peer)
    {
        ReadOnlySpan<byte> idBytes = default;
        ulong connection = 0;
        int addressesSeen = 0;
        ImmutableArray<Multiaddress>.Builder? addresses = null;
        ProtobufReader reader = new(encoded);
        while (reader.Read())
        {
            switch (reader.FieldNumber)
            {
                case PeerIdField when reader.WireType == ProtobufWireType.LengthDelimited:
                    idBytes = reader.Bytes;
                    break;
                case PeerAddressField
                    when reader.WireType == ProtobufWireType.LengthDelimited && addressesSeen++ < MaxAddressesSeen:
                    AddAddress(reader.Bytes, ref addresses);
                    break;
                case PeerConnectionField when reader.WireType == ProtobufWireType.Varint:
                    connection = reader.Value;
                    break;
                default:
                    break;
            }
        }

        PeerId.TryFromBytes(idBytes, out PeerId? id);

        ConnectionKind kind = connection <= (ulong)ConnectionKind.CannotConnect ? (ConnectionKind)connection : default;
        peer = id is null ? null : new KademliaPeer(id, OfPeer(id, addresses), kind);
        return !reader.IsMalformed;
    }

    /// <summary>The addresses without the peer's own id at their end; those that end in another's are not the peer's.</summary>
    private static ImmutableArray<Multiaddress> OfPeer(PeerId id, ImmutableArray<Multiaddress>.Builder? addresses)
    {
        if (addresses is null || !addresses.Any(address => address.PeerId is not null))
        {
            return addresses?.DrainToImmutable() ?? [];
        }

        return
        [
            .. addresses.Where(address => address.PeerId is null || address.PeerId == id)
                .Select(address => address.WithoutPeer())
                .OfType<Multiaddress>()
                .Distinct(),
        ];
    }

    private static bool TryAddPeer(ReadOnlySpan<byte> encoded, ref ImmutableArray<KademliaPeer>.Builder? peers)
    {
        bool isValid = TryReadPeer(encoded, out KademliaPeer? peer);
        if (peer is not null)
        {
            peers ??= ImmutableArray.CreateBuilder<KademliaPeer>();
            peers.Add(peer);
        }

        return isValid;
    }

    private static void AddAddress(ReadOnlySpan<byte> encoded, ref ImmutableArray<Multiaddress>.Builder? addresses)
    {
        if (addresses?.Count >= AddressReach.MaxAddresses
            || !Multiaddress.TryDecode(encoded, out Multiaddress? address))
        {
            return;
        }

        addresses ??= ImmutableArray.CreateBuilder<Multiaddress>();
        if (!addresses.Contains(address))
        {
            addresses.Add(address);
        }
    }

    private static bool TryReadRecord(ReadOnlySpan<byte> encoded, out KademliaRecord? record)
    {
        ReadOnlySpan<byte> key = default;
        ReadOnlySpan<byte> value = default;
        ReadOnlySpan<byte> time = default;
        ProtobufReader reader = new(encoded);
        while (reader.Read())
        {
            switch (reader.FieldNumber)
            {
                case RecordKeyField when reader.WireType == ProtobufWireType.LengthDelimited:
                    key = reader.Bytes;
                    break;
                case RecordValueField when reader.WireType == ProtobufWireType.LengthDelimited:
                    value = reader.Bytes;
                    break;
                case RecordTimeField when reader.WireType == ProtobufWireType.LengthDelimited:
                    time = reader.Bytes;
                    break;
                default:
                    break;
            }
        }

        bool isValid = !reader.IsMalformed
            && key.Length <= MaxKeyLength
            && time.Length <= MaxTimeLength
            && Utf8.IsValid(time);
        record = isValid ? new KademliaRecord(key.ToArray(), value.ToArray(), Encoding.UTF8.GetString(time)) : null;
        return isValid;
    }
}
