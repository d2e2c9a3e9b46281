using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Transport.Wire;

/// <summary>A peer's addresses as it vouches for them itself; a higher sequence number replaces a lower.</summary>
/// <param name="PeerId">The peer.</param>
/// <param name="Sequence">Grows with each change.</param>
/// <param name="Addresses">Its addresses.</param>
/// <remarks>Source: libp2p/specs RFC 0003.</remarks>
internal sealed record PeerRecord(PeerId PeerId, ulong Sequence, ImmutableArray<Multiaddress> Addresses)
{
    /// <summary>The domain its envelope is signed for.</summary>
    public const string Domain = "libp2p-peer-record";

    private const int PeerIdField = 1;
    private const int SequenceField = 2;
    private const int AddressesField = 3;
    private const int MultiaddressField = 1;

    /// <summary>The multicodec <c>libp2p-peer-record</c>, as the envelope's payload type.</summary>
    public static ReadOnlySpan<byte> PayloadType => [0x03, 0x01];

    public byte[] Encode()
    {
        ArrayBufferWriter<byte> output = new(256);
        ProtobufWriter writer = new(output);
        writer.WriteBytes(PeerIdField, PeerId.Bytes.Span);
        writer.WriteVarint(SequenceField, Sequence);
        foreach (Multiaddress address in Addresses)
        {
            writer.WriteHeader(AddressesField, ProtobufWriter.GetBytesLength(MultiaddressField, address.Bytes.Length));
            writer.WriteBytes(MultiaddressField, address.Bytes.Span);
        }

        return output.WrittenSpan.ToArray();
    }

    public static bool TryDecode(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out PeerRecord? record)
    {
        ReadOnlySpan<byte> peerBytes = default;
        ulong sequence = 0;
        int seen = 0;
        List<Multiaddress> addresses = [];
        ProtobufReader reader = new(encoded);
        while (reader.Read())
        {
            switch (reader.FieldNumber, reader.WireType)
            {
                case (PeerIdField, ProtobufWireType.LengthDelimited): peerBytes = reader.Bytes; break;
                case (SequenceField, ProtobufWireType.Varint): sequence = reader.Value; break;
                case (AddressesField, ProtobufWireType.LengthDelimited)
                    when seen++ < IdentifyMessage.MaxAddresses && AddressOf(reader.Bytes) is Multiaddress address:
                    addresses.Add(address);
                    break;
            }
        }

        record = !reader.IsMalformed && PeerId.TryFromBytes(peerBytes, out PeerId? peer)
            ? new PeerRecord(peer, sequence, [.. addresses])
            : null;
        return record is not null;
    }

    private static Multiaddress? AddressOf(ReadOnlySpan<byte> encoded)
    {
        ReadOnlySpan<byte> bytes = default;
        ProtobufReader reader = new(encoded);
        while (reader.Read())
        {
            if (reader is { FieldNumber: MultiaddressField, WireType: ProtobufWireType.LengthDelimited })
            {
                bytes = reader.Bytes;
            }
        }

        return !reader.IsMalformed && Multiaddress.TryDecode(bytes, out Multiaddress? address) ? address : null;
    }
}
