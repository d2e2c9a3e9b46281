using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Transport.Wire;

/// <summary>A peer's bytes in the state store: protobuf, times in milliseconds since 1970.</summary>
internal static class KnownPeerCodec
{
    private const int LastSeenField = 1;
    private const int RoleField = 2;
    private const int CapabilitiesField = 3;
    private const int AddressField = 4;
    private const int RecordField = 5;
    private const int SequenceField = 6;
    private const int MultiaddressField = 1;
    private const int SourceField = 2;
    private const int LastSuccessField = 3;

    public static byte[] Encode(KnownPeer peer)
    {
        ArrayBufferWriter<byte> output = new(512);
        ProtobufWriter writer = new(output);
        writer.WriteVarint(LastSeenField, ToMilliseconds(peer.LastSeen));
        writer.WriteVarint(RoleField, (ulong)peer.Role);
        writer.WriteVarint(CapabilitiesField, (ulong)peer.Capabilities);
        foreach (KnownAddress address in peer.Addresses)
        {
            ReadOnlySpan<byte> multiaddress = address.Address.Bytes.Span;
            ulong lastSuccess = address.LastSuccess is DateTimeOffset time ? ToMilliseconds(time) : 0;
            int length = ProtobufWriter.GetBytesLength(MultiaddressField, multiaddress.Length)
                + ProtobufWriter.GetVarintLength(SourceField, (ulong)address.Source)
                + ProtobufWriter.GetVarintLength(LastSuccessField, lastSuccess);
            writer.WriteHeader(AddressField, length);
            writer.WriteBytes(MultiaddressField, multiaddress);
            writer.WriteVarint(SourceField, (ulong)address.Source);
            writer.WriteVarint(LastSuccessField, lastSuccess);
        }

        writer.WriteBytes(RecordField, peer.SignedRecord.Span);
        writer.WriteVarint(SequenceField, peer.RecordSequence);
        return output.WrittenSpan.ToArray();
    }

    public static bool TryDecode(
        ReadOnlySpan<byte> id, ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out KnownPeer? peer)
    {
        peer = null;
        if (!PeerId.TryFromBytes(id, out PeerId? peerId))
        {
            return false;
        }

        KnownPeer read = new(peerId, DateTimeOffset.UnixEpoch, []);
        ImmutableArray<KnownAddress>.Builder addresses = ImmutableArray.CreateBuilder<KnownAddress>();
        bool isSound = true;
        ProtobufReader reader = new(encoded);
        while (isSound && reader.Read())
        {
            switch (reader.FieldNumber)
            {
                case LastSeenField:
                    isSound = TryToTime(reader.Value, out DateTimeOffset lastSeen);
                    read = read with { LastSeen = lastSeen };
                    break;
                case RoleField:
                    isSound = reader.Value <= int.MaxValue && Enum.IsDefined((NodeRole)reader.Value);
                    read = read with { Role = (NodeRole)reader.Value };
                    break;
                case CapabilitiesField:
                    read = read with { Capabilities = (NodeCapabilities)reader.Value };
                    break;
                case AddressField when addresses.Count < KnownPeer.MaxAddresses:
                    KnownAddress? address = AddressOf(reader.Bytes);
                    isSound = address is not null;
                    addresses.Add(address!);
                    break;
                case RecordField:
                    read = read with { SignedRecord = reader.Bytes.ToArray() };
                    break;
                case SequenceField:
                    read = read with { RecordSequence = reader.Value };
                    break;
            }
        }

        isSound = isSound && !reader.IsMalformed && addresses.Count > 0;
        peer = isSound ? read with { Addresses = addresses.ToImmutable() } : null;
        return isSound;
    }

    private static KnownAddress? AddressOf(ReadOnlySpan<byte> encoded)
    {
        Multiaddress? address = null;
        AddressSource source = default;
        DateTimeOffset lastSuccess = DateTimeOffset.UnixEpoch;
        bool isSound = true;
        ProtobufReader reader = new(encoded);
        while (isSound && reader.Read())
        {
            isSound = reader.FieldNumber switch
            {
                MultiaddressField => Multiaddress.TryDecode(reader.Bytes, out address),
                SourceField => reader.Value <= int.MaxValue && Enum.IsDefined(source = (AddressSource)reader.Value),
                LastSuccessField => TryToTime(reader.Value, out lastSuccess),
                _ => true,
            };
        }

        return address is null || !isSound || reader.IsMalformed
            ? null
            : new KnownAddress(address, source, lastSuccess == DateTimeOffset.UnixEpoch ? null : lastSuccess);
    }

    private static ulong ToMilliseconds(DateTimeOffset time) => (ulong)Math.Max(0, time.ToUnixTimeMilliseconds());

    private static bool TryToTime(ulong milliseconds, out DateTimeOffset time)
    {
        bool isTime = milliseconds <= (ulong)DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
        time = isTime ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds) : default;
        return isTime;
    }
}
