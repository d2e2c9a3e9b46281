using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Dht.Protocol;
using DaaCompute.Net.Dht.Wire;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Dht.Runtime;

/// <summary>The bytes that a key's records are saved as.</summary>
/// <remarks>
/// <c>{ repeated Provider provider = 1 { Peer peer = 1; int64 expires = 2; }; Value value = 2 { bytes value = 1; bytes
/// source = 2; int64 received = 3; int64 expires = 4; } }</c>, times in milliseconds of Unix time.
/// </remarks>
internal static class RecordSnapshotCodec
{
    public static byte[] Write(RecordSnapshot snapshot)
    {
        ArrayBufferWriter<byte> output = new();
        ProtobufWriter writer = new(output);
        foreach (ProviderRecord record in snapshot.Providers)
        {
            writer.WriteBytes(1, Write(record));
        }

        if (snapshot.Value is ValueRecord value)
        {
            ArrayBufferWriter<byte> inner = new();
            ProtobufWriter fields = new(inner);
            fields.WriteBytes(1, value.Value.Span);
            fields.WriteBytes(2, value.Source.Bytes.Span);
            fields.WriteVarint(3, (ulong)value.Received.ToUnixTimeMilliseconds());
            fields.WriteVarint(4, (ulong)value.Expires.ToUnixTimeMilliseconds());
            writer.WriteBytes(2, inner.WrittenSpan);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads them; false when they are not whole.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out RecordSnapshot? snapshot)
    {
        snapshot = null;
        if (key.Length is 0 or > ContentKey.MaxLength)
        {
            return false;
        }

        ContentKey content = new(key);
        ImmutableArray<ProviderRecord>.Builder providers = ImmutableArray.CreateBuilder<ProviderRecord>();
        ValueRecord? value = null;
        ProtobufReader reader = new(encoded);
        while (reader.Read())
        {
            if (reader.FieldNumber == 1 && TryReadProvider(reader.Bytes, out ProviderRecord? record))
            {
                providers.Add(record);
            }
            else if (reader.FieldNumber == 2)
            {
                value = ReadValue(content, reader.Bytes);
            }
        }

        snapshot = reader.IsMalformed ? null : new RecordSnapshot(content, providers.DrainToImmutable(), value);
        return snapshot is not null;
    }

    private static byte[] Write(ProviderRecord record)
    {
        ArrayBufferWriter<byte> peer = new();
        KademliaCodec.Write(new KademliaPeer(record.Provider, record.Addresses), peer);
        ArrayBufferWriter<byte> output = new();
        ProtobufWriter writer = new(output);
        writer.WriteBytes(1, peer.WrittenSpan);
        writer.WriteVarint(2, (ulong)record.Expires.ToUnixTimeMilliseconds());
        return output.WrittenSpan.ToArray();
    }

    private static bool TryReadProvider(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out ProviderRecord? record)
    {
        KademliaPeer? peer = null;
        DateTimeOffset? expires = null;
        ProtobufReader reader = new(encoded);
        while (reader.Read())
        {
            if (reader.FieldNumber == 1)
            {
                KademliaCodec.TryReadPeer(reader.Bytes, out peer);
            }
            else if (reader.FieldNumber == 2)
            {
                expires = ToTime(reader.Value);
            }
        }

        record = !reader.IsMalformed && peer is not null && expires is DateTimeOffset time
            ? new ProviderRecord(peer.Id, peer.Addresses, time)
            : null;
        return record is not null;
    }

    private static ValueRecord? ReadValue(ContentKey key, ReadOnlySpan<byte> encoded)
    {
        ReadOnlySpan<byte> value = default;
        PeerId? source = null;
        DateTimeOffset? received = null;
        DateTimeOffset? expires = null;
        ProtobufReader reader = new(encoded);
        while (reader.Read())
        {
            switch (reader.FieldNumber)
            {
                case 1:
                    value = reader.Bytes;
                    break;
                case 2:
                    PeerId.TryFromBytes(reader.Bytes, out source);
                    break;
                case 3:
                    received = ToTime(reader.Value);
                    break;
                case 4:
                    expires = ToTime(reader.Value);
                    break;
                default:
                    break;
            }
        }

        return !reader.IsMalformed && source is not null && received is DateTimeOffset from && expires is DateTimeOffset to
            ? new ValueRecord(key, value.ToArray(), source, from, to)
            : null;
    }

    private static DateTimeOffset? ToTime(ulong milliseconds) =>
        milliseconds <= (ulong)DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds)
            : null;
}
