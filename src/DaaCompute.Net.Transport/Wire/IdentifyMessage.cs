using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Transport.Wire;

/// <summary>What a peer says of itself.</summary>
/// <remarks>
/// Source: libp2p/specs identify; role and capabilities are this network's own fields, which other readers skip. The
/// public key is not sent when it is a post-quantum one: the handshake has proved it, and its 2 KB would crowd out the
/// signed record.
/// </remarks>
internal sealed record IdentifyMessage
{
    /// <summary>The longest message, in bytes; go-libp2p's limit too.</summary>
    public const int MaxLength = 8 * 1024;

    /// <summary>What is read of one message: more is ignored, not kept.</summary>
    public const int MaxAddresses = 32;

    /// <summary>What is read of one message: more is ignored, not kept.</summary>
    public const int MaxProtocols = 256;

    private const int MaxAgentLength = 128;
    private const int PublicKeyField = 1;
    private const int AddressField = 2;
    private const int ProtocolField = 3;
    private const int ObservedField = 4;
    private const int VersionField = 5;
    private const int AgentField = 6;
    private const int RecordField = 8;
    private const int RoleField = 1_001;
    private const int CapabilitiesField = 1_002;

    /// <summary>The encoded public key, where it is short; empty otherwise.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; init; }

    public ImmutableArray<Multiaddress> Addresses { get; init; } = [];

    public ImmutableArray<ProtocolId> Protocols { get; init; } = [];

    /// <summary>Where the sender sees the receiver.</summary>
    public Multiaddress? ObservedAddress { get; init; }

    public string? ProtocolVersion { get; init; }

    public string? AgentVersion { get; init; }

    /// <summary>A sealed <see cref="PeerRecord"/>; empty when there is none.</summary>
    public ReadOnlyMemory<byte> SignedRecord { get; init; }

    public NodeRole Role { get; init; }

    public NodeCapabilities Capabilities { get; init; }

    public byte[] Encode()
    {
        ArrayBufferWriter<byte> output = new(1024);
        ProtobufWriter writer = new(output);
        WriteUnlessEmpty(writer, PublicKeyField, PublicKey.Span);
        foreach (Multiaddress address in Addresses)
        {
            writer.WriteBytes(AddressField, address.Bytes.Span);
        }

        foreach (ProtocolId protocol in Protocols)
        {
            writer.WriteString(ProtocolField, protocol.Value);
        }

        WriteUnlessEmpty(writer, ObservedField, ObservedAddress is null ? [] : ObservedAddress.Bytes.Span);
        writer.WriteString(VersionField, ProtocolVersion ?? string.Empty);
        writer.WriteString(AgentField, AgentVersion ?? string.Empty);
        WriteUnlessEmpty(writer, RecordField, SignedRecord.Span);
        writer.WriteVarint(RoleField, (ulong)Role);
        writer.WriteVarint(CapabilitiesField, (ulong)Capabilities);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a message. Addresses and protocols that this node does not know the form of are passed over.</summary>
    /// <remarks>Of a field that comes twice the last counts, and only that one is copied: a message costs no more than it is long.</remarks>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out IdentifyMessage? message)
    {
        ReadOnlySpan<byte> publicKey = default, observed = default, version = default, agent = default, record = default;
        ulong role = 0, capabilities = 0;
        int addressesSeen = 0;
        List<Multiaddress> addresses = [];
        List<ProtocolId> protocols = [];
        ProtobufReader reader = new(encoded);
        while (reader.Read())
        {
            switch (reader.FieldNumber, reader.WireType)
            {
                case (PublicKeyField, ProtobufWireType.LengthDelimited): publicKey = reader.Bytes; break;
                case (ObservedField, ProtobufWireType.LengthDelimited): observed = reader.Bytes; break;
                case (VersionField, ProtobufWireType.LengthDelimited): version = reader.Bytes; break;
                case (AgentField, ProtobufWireType.LengthDelimited): agent = reader.Bytes; break;
                case (RecordField, ProtobufWireType.LengthDelimited): record = reader.Bytes; break;
                case (RoleField, ProtobufWireType.Varint): role = reader.Value; break;
                case (CapabilitiesField, ProtobufWireType.Varint): capabilities = reader.Value; break;
                case (AddressField, ProtobufWireType.LengthDelimited) when addressesSeen++ < MaxAddresses:
                    AddIfKnown(addresses, reader.Bytes);
                    break;
                case (ProtocolField, ProtobufWireType.LengthDelimited) when protocols.Count < MaxProtocols:
                    AddIfValid(protocols, reader.Bytes);
                    break;
            }
        }

        message = reader.IsMalformed ? null : new IdentifyMessage
        {
            PublicKey = publicKey.ToArray(),
            Addresses = [.. addresses],
            Protocols = [.. protocols],
            ObservedAddress = AddressOf(observed),
            ProtocolVersion = TextOf(version),
            AgentVersion = TextOf(agent),
            SignedRecord = record.ToArray(),
            Role = RoleOf(role),
            Capabilities = (NodeCapabilities)(int)capabilities,
        };
        return message is not null;
    }

    private static void AddIfKnown(List<Multiaddress> addresses, ReadOnlySpan<byte> encoded)
    {
        if (AddressOf(encoded) is Multiaddress address)
        {
            addresses.Add(address);
        }
    }

    /// <summary>A name with anything in it that no name has is passed over, never mended into another.</summary>
    private static void AddIfValid(List<ProtocolId> protocols, ReadOnlySpan<byte> name)
    {
        if (name.Length <= ProtocolId.MaxLength
            && !name.ContainsAnyExceptInRange((byte)'!', (byte)'~')
            && Encoding.ASCII.GetString(name) is string text
            && ProtocolId.IsValid(text))
        {
            protocols.Add(new ProtocolId(text));
        }
    }

    private static void WriteUnlessEmpty(ProtobufWriter writer, int field, ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty)
        {
            writer.WriteBytes(field, value);
        }
    }

    private static Multiaddress? AddressOf(ReadOnlySpan<byte> encoded) =>
        Multiaddress.TryDecode(encoded, out Multiaddress? address) ? address : null;

    /// <summary>A peer's text may end up on a terminal: only printable characters of it are kept.</summary>
    private static string? TextOf(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty || utf8.Length > MaxAgentLength || !Utf8.IsValid(utf8))
        {
            return null;
        }

        string text = Encoding.UTF8.GetString(utf8);
        return text.Any(char.IsControl) ? string.Concat(text.Where(symbol => !char.IsControl(symbol))) : text;
    }

    private static NodeRole RoleOf(ulong value) => value <= (ulong)NodeRole.SuperNode ? (NodeRole)value : NodeRole.Leaf;
}
