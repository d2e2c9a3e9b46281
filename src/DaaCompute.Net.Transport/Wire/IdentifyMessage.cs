using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
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
    public static bool TryDecode(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out IdentifyMessage? message)
    {
        message = new IdentifyMessage();
        List<Multiaddress> addresses = [];
        List<ProtocolId> protocols = [];
        ProtobufReader reader = new(encoded);
        while (reader.Read())
        {
            bool isBytes = reader.WireType == ProtobufWireType.LengthDelimited;
            bool isNumber = reader.WireType == ProtobufWireType.Varint;
            message = reader.FieldNumber switch
            {
                PublicKeyField when isBytes => message with { PublicKey = reader.Bytes.ToArray() },
                ObservedField when isBytes => message with { ObservedAddress = AddressOf(reader.Bytes) },
                VersionField when isBytes => message with { ProtocolVersion = TextOf(reader.Bytes) },
                AgentField when isBytes => message with { AgentVersion = TextOf(reader.Bytes) },
                RecordField when isBytes => message with { SignedRecord = reader.Bytes.ToArray() },
                RoleField when isNumber => message with { Role = RoleOf(reader.Value) },
                CapabilitiesField when isNumber => message with { Capabilities = (NodeCapabilities)(int)reader.Value },
                _ => message,
            };
            if (reader.FieldNumber == AddressField && isBytes && addresses.Count < MaxAddresses
                && AddressOf(reader.Bytes) is Multiaddress address)
            {
                addresses.Add(address);
            }
            else if (reader.FieldNumber == ProtocolField && isBytes && protocols.Count < MaxProtocols
                && TextOf(reader.Bytes, ProtocolId.MaxLength) is string protocol && ProtocolId.IsValid(protocol))
            {
                protocols.Add(new ProtocolId(protocol));
            }
        }

        message = message with { Addresses = [.. addresses], Protocols = [.. protocols] };
        return !reader.IsMalformed;
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
    private static string? TextOf(ReadOnlySpan<byte> utf8, int maxLength = MaxAgentLength)
    {
        string text = Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, maxLength + 1)]);
        return utf8.Length > maxLength ? null : string.Concat(text.Where(symbol => !char.IsControl(symbol)));
    }

    private static NodeRole RoleOf(ulong value) => value <= (ulong)NodeRole.SuperNode ? (NodeRole)value : NodeRole.Leaf;
}
