using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Transport.Wire;

/// <summary>One message of <c>/rendezvous/1.0.0</c>. Source: libp2p/specs rendezvous.</summary>
internal abstract record RendezvousMessage
{
    /// <summary>The longest message, in bytes: a page of <see cref="MaxRegistrations"/> records of 8 KiB.</summary>
    public const int MaxLength = 1 << 20;

    /// <summary>The most registrations in one answer.</summary>
    public const int MaxRegistrations = 100;

    /// <summary>The longest cookie that is kept and sent back, in bytes; what it holds is the rendezvous point's affair.</summary>
    public const int MaxCookie = 1_024;

    private const int TypeField = 1;
    private const int RegisterType = 0;
    private const int RegisterResponseType = 1;
    private const int UnregisterType = 2;
    private const int DiscoverType = 3;
    private const int DiscoverResponseType = 4;

    public byte[] Encode()
    {
        ArrayBufferWriter<byte> body = new(512);
        int type = RendezvousFields.Write(body, this);
        ArrayBufferWriter<byte> output = new(body.WrittenCount + 16);
        ProtobufWriter writer = new(output);
        writer.WriteVarint(TypeField, (ulong)type);

        // Each message has its own field, numbered one above one more than its type.
        writer.WriteBytes(type + 2, body.WrittenSpan);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a message.</summary>
    /// <returns>False when it is malformed, of an unknown type, or its body is missing.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out RendezvousMessage? message)
    {
        ulong type = RegisterType;
        ReadOnlySpan<byte> body = default;
        ProtobufReader first = new(encoded);
        while (first.Read())
        {
            type = first is { FieldNumber: TypeField, WireType: ProtobufWireType.Varint } ? first.Value : type;
        }

        message = null;
        bool isThere = false;
        ProtobufReader second = new(encoded);
        while (second.Read())
        {
            if ((ulong)second.FieldNumber == type + 2 && second.WireType == ProtobufWireType.LengthDelimited)
            {
                body = second.Bytes;
                isThere = true;
            }
        }

        if (first.IsMalformed || !isThere)
        {
            return false;
        }

        message = type switch
        {
            RegisterType => RendezvousFields.ReadRegister(body) is RendezvousRegistration read ? new RendezvousRegister(read) : null,
            RegisterResponseType => RendezvousFields.ReadRegisterResponse(body),
            UnregisterType => RendezvousFields.ReadUnregister(body),
            DiscoverType => RendezvousFields.ReadDiscover(body),
            DiscoverResponseType => RendezvousFields.ReadDiscoverResponse(body),
            _ => null,
        };
        return message is not null;
    }
}

/// <summary>Registers the sender.</summary>
internal sealed record RendezvousRegister(RendezvousRegistration Registration) : RendezvousMessage;

/// <summary>Whether it was registered, and for how many seconds.</summary>
internal sealed record RendezvousRegisterResponse(RendezvousStatus Status, string? Text, ulong TimeToLive) : RendezvousMessage;

/// <summary>Takes the sender's registration back; not answered.</summary>
internal sealed record RendezvousUnregister(string Namespace) : RendezvousMessage;

/// <summary>Asks for peers: under one namespace, or under all when it is null; those since a cookie, when one is given.</summary>
internal sealed record RendezvousDiscover(string? Namespace, ulong Limit, ReadOnlyMemory<byte> Cookie) : RendezvousMessage;

/// <summary>The peers, and the cookie to go on with.</summary>
internal sealed record RendezvousDiscoverResponse(
    RendezvousStatus Status,
    string? Text,
    ImmutableArray<RendezvousRegistration> Registrations,
    ReadOnlyMemory<byte> Cookie) : RendezvousMessage;
