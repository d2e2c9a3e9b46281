using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Topology.State;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Topology.Wire;

/// <summary>What the state holds, entry by entry: as its tree hashes it, and as a node's disk keeps it.</summary>
internal static class RecordCodec
{
    private const int Member = 1;
    private const int PublicKey = 2;
    private const int Sequence = 3;
    private const int JoinedAt = 4;
    private const int Departed = 5;
    private const int ExpiresAt = 6;
    private const int Link = 7;
    private const int IsUp = 8;

    public static byte[] Encode(MemberRecord member)
    {
        ArrayBufferWriter<byte> output = new(member.Key.Encoded.Length + 128);
        ProtobufWriter writer = new(output);
        writer.WriteBytes(Member, StatementCodec.EncodeNode(member.Info));
        writer.WriteBytes(PublicKey, member.Key.Encoded.Span);
        StatementCodec.WriteNumber(writer, Sequence, member.Sequence);
        StatementCodec.WriteNumber(writer, JoinedAt, (ulong)(member.JoinedAt + 1));
        return output.WrittenSpan.ToArray();
    }

    public static byte[] Encode(PeerId node, DepartedRecord departed)
    {
        ArrayBufferWriter<byte> output = new(64);
        ProtobufWriter writer = new(output);
        StatementCodec.WriteNumber(writer, Sequence, departed.Sequence);
        writer.WriteBytes(Departed, node.Bytes.Span);
        StatementCodec.WriteNumber(writer, ExpiresAt, (ulong)(departed.ExpiresAt + 1));
        return output.WrittenSpan.ToArray();
    }

    public static byte[] Encode(ChangeSubject ends, LinkRecord link)
    {
        ArrayBufferWriter<byte> output = new(128);
        ProtobufWriter writer = new(output);
        StatementCodec.WriteNumber(writer, Sequence, link.Sequence);
        StatementCodec.WriteNumber(writer, ExpiresAt, (ulong)(link.ExpiresAt + 1));
        writer.WriteBytes(Link, StatementCodec.EncodeLink(ends.First, ends.Second!, link.LatencyMs));
        StatementCodec.WriteNumber(writer, IsUp, link.IsUp ? 1UL : 0UL);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads an entry.</summary>
    /// <returns>A <see cref="StateRecord"/>, or null when the bytes are none.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out StateRecord? record)
    {
        record = null;
        NodeInfo? member = null;
        PeerPublicKey? key = null;
        PeerId? departed = null;
        LinkEstablished? link = null;
        ulong sequence = 0;
        ulong joinedAt = 0;
        ulong expiresAt = 0;
        bool isUp = false;
        ProtobufReader reader = new(bytes);
        while (reader.Read())
        {
            switch (reader.FieldNumber)
            {
                case Member when StatementCodec.TryDecodeNode(reader.Bytes, out member):
                case PublicKey when PeerPublicKey.TryDecode(reader.Bytes, out key):
                case Departed when StatementCodec.TryReadPeer(reader, ref departed):
                case Link when StatementCodec.TryDecodeLink(reader.Bytes, out link):
                    break;
                case Sequence when reader.WireType == ProtobufWireType.Varint:
                    sequence = reader.Value;
                    break;
                case JoinedAt when reader.WireType == ProtobufWireType.Varint && reader.Value <= long.MaxValue:
                    joinedAt = reader.Value;
                    break;
                case ExpiresAt when reader.WireType == ProtobufWireType.Varint && reader.Value <= long.MaxValue:
                    expiresAt = reader.Value;
                    break;
                case IsUp when reader.WireType == ProtobufWireType.Varint:
                    isUp = reader.Value != 0;
                    break;
                default:
                    return false;
            }
        }

        if (reader.IsMalformed)
        {
            return false;
        }

        record = (member, departed, link) switch
        {
            (not null, null, null) when key?.PeerId == member.Id => new StoredMember(
                new MemberRecord(member, key, sequence, (long)joinedAt - 1, ImmutableSortedDictionary<PeerId, LinkRecord>.Empty)),
            (null, not null, null) => new StoredDeparted(departed, new DepartedRecord(sequence, (long)expiresAt - 1)),
            (null, null, not null) when link.From < link.To => new StoredLink(
                new ChangeSubject(link.From, link.To), new LinkRecord(link.LatencyMs, sequence, isUp, (long)expiresAt - 1)),
            _ => null,
        };
        return record is not null;
    }

    public static byte[] Encode(StateRecord record) => record switch
    {
        StoredMember stored => Encode(stored.Member),
        StoredDeparted stored => Encode(stored.Node, stored.Record),
        StoredLink stored => Encode(stored.Ends, stored.Link),
        _ => throw new ArgumentException($"{record.GetType().Name} is no entry of the state.", nameof(record)),
    };

    /// <summary>The hash that stands for an entry in the state's tree.</summary>
    public static ContentDigest Digest(IContentHash hash, ReadOnlySpan<byte> encoded)
    {
        Span<byte> digest = stackalloc byte[ContentDigest.Size];
        hash.Hash(encoded, digest);
        return new ContentDigest(digest);
    }

    /// <summary>The digest of a whole state.</summary>
    public static ContentDigest Digest(
        IContentHash hash, long height, ContentDigest root, StateLimits limits, Electorate electorate)
    {
        ArrayBufferWriter<byte> output = new(256);
        ProtobufWriter writer = new(output);
        writer.WriteBytes(1, "daa-topology-state/1"u8);
        writer.WriteVarint(2, (ulong)(height + 1));
        writer.WriteBytes(3, root.ToArray());
        writer.WriteVarint(4, (ulong)limits.MaxNodes);
        writer.WriteVarint(5, (ulong)limits.MaxLinksPerNode);
        writer.WriteVarint(6, (ulong)limits.Window);
        writer.WriteVarint(7, (ulong)electorate.Epoch);
        foreach (PeerId validator in electorate.Validators)
        {
            writer.WriteBytes(8, validator.Bytes.Span);
        }

        return Digest(hash, output.WrittenSpan);
    }
}
