using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Transport.Wire;

/// <summary>The fields of the bodies of <see cref="RendezvousMessage"/>.</summary>
internal static class RendezvousFields
{
    /// <summary>A longer name is refused with its message, a longer text cut; in bytes.</summary>
    private const int MaxText = 1_024;

    /// <summary>Writes a message's body; returns the message's type.</summary>
    public static int Write(ArrayBufferWriter<byte> body, RendezvousMessage message)
    {
        ProtobufWriter writer = new(body);
        switch (message)
        {
            case RendezvousRegister register:
                WriteRegister(writer, register.Registration);
                return 0;
            case RendezvousRegisterResponse response:
                writer.WriteVarint(1, (ulong)response.Status);
                WriteText(writer, 2, response.Text);
                writer.WriteVarint(3, response.TimeToLive);
                return 1;
            case RendezvousUnregister unregister:
                writer.WriteString(1, unregister.Namespace);
                return 2;
            case RendezvousDiscover discover:
                WriteText(writer, 1, discover.Namespace);
                WriteUnlessZero(writer, 2, discover.Limit);
                WriteUnlessEmpty(writer, 3, discover.Cookie.Span);
                return 3;
            case RendezvousDiscoverResponse response:
                foreach (RendezvousRegistration registration in response.Registrations)
                {
                    ArrayBufferWriter<byte> nested = new(registration.SignedRecord.Length + 64);
                    WriteRegister(new ProtobufWriter(nested), registration);
                    writer.WriteBytes(1, nested.WrittenSpan);
                }

                WriteUnlessEmpty(writer, 2, response.Cookie.Span);
                writer.WriteVarint(3, (ulong)response.Status);
                WriteText(writer, 4, response.Text);
                return 4;
            default:
                throw new ArgumentException($"{message.GetType().Name} is not a message.", nameof(message));
        }
    }

    // Of a field that comes twice the last counts, and only that one is copied: a message costs no more than it is long.
    public static RendezvousRegistration? ReadRegister(ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> name = default;
        ReadOnlySpan<byte> record = default;
        ulong timeToLive = 0;
        ProtobufReader reader = new(body);
        while (reader.Read())
        {
            switch (reader.FieldNumber, reader.WireType)
            {
                case (1, ProtobufWireType.LengthDelimited):
                    name = reader.Bytes;
                    break;
                case (2, ProtobufWireType.LengthDelimited):
                    record = reader.Bytes;
                    break;
                case (3, ProtobufWireType.Varint):
                    timeToLive = reader.Value;
                    break;
            }
        }

        return !reader.IsMalformed && NameOf(name) is string read
            ? new RendezvousRegistration(read, record.ToArray(), timeToLive)
            : null;
    }

    public static RendezvousRegisterResponse? ReadRegisterResponse(ReadOnlySpan<byte> body)
    {
        ulong status = 0;
        ulong timeToLive = 0;
        ReadOnlySpan<byte> text = default;
        bool hasText = false;
        ProtobufReader reader = new(body);
        while (reader.Read())
        {
            switch (reader.FieldNumber, reader.WireType)
            {
                case (1, ProtobufWireType.Varint):
                    status = reader.Value;
                    break;
                case (2, ProtobufWireType.LengthDelimited):
                    text = reader.Bytes;
                    hasText = true;
                    break;
                case (3, ProtobufWireType.Varint):
                    timeToLive = reader.Value;
                    break;
            }
        }

        return reader.IsMalformed
            ? null
            : new RendezvousRegisterResponse(StatusOf(status), hasText ? TextOf(text) : null, timeToLive);
    }

    public static RendezvousUnregister? ReadUnregister(ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> name = default;
        ProtobufReader reader = new(body);
        while (reader.Read())
        {
            name = reader is { FieldNumber: 1, WireType: ProtobufWireType.LengthDelimited } ? reader.Bytes : name;
        }

        return !reader.IsMalformed && NameOf(name) is string read ? new RendezvousUnregister(read) : null;
    }

    public static RendezvousDiscover? ReadDiscover(ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> name = default;
        ReadOnlySpan<byte> cookie = default;
        bool hasName = false;
        ulong limit = 0;
        ProtobufReader reader = new(body);
        while (reader.Read())
        {
            switch (reader.FieldNumber, reader.WireType)
            {
                case (1, ProtobufWireType.LengthDelimited):
                    name = reader.Bytes;
                    hasName = true;
                    break;
                case (2, ProtobufWireType.Varint):
                    limit = reader.Value;
                    break;
                case (3, ProtobufWireType.LengthDelimited):
                    cookie = reader.Bytes;
                    break;
            }
        }

        string? asked = hasName ? NameOf(name) : null;
        return reader.IsMalformed || (hasName && asked is null) ? null : new RendezvousDiscover(asked, limit, cookie.ToArray());
    }

    public static RendezvousDiscoverResponse? ReadDiscoverResponse(ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> cookie = default;
        ReadOnlySpan<byte> text = default;
        bool hasText = false;
        ulong status = 0;
        int seen = 0;
        ImmutableArray<RendezvousRegistration>.Builder registrations = ImmutableArray.CreateBuilder<RendezvousRegistration>();
        ProtobufReader reader = new(body);
        while (reader.Read())
        {
            switch (reader.FieldNumber, reader.WireType)
            {
                case (1, ProtobufWireType.LengthDelimited)
                    when seen++ < RendezvousMessage.MaxRegistrations && ReadRegister(reader.Bytes) is { } registration:
                    registrations.Add(registration);
                    break;
                case (2, ProtobufWireType.LengthDelimited):
                    cookie = reader.Bytes;
                    break;
                case (3, ProtobufWireType.Varint):
                    status = reader.Value;
                    break;
                case (4, ProtobufWireType.LengthDelimited):
                    text = reader.Bytes;
                    hasText = true;
                    break;
            }
        }

        return reader.IsMalformed
            ? null
            : new RendezvousDiscoverResponse(
                StatusOf(status), hasText ? TextOf(text) : null, registrations.ToImmutable(), cookie.ToArray());
    }

    private static void WriteRegister(ProtobufWriter writer, RendezvousRegistration registration)
    {
        writer.WriteString(1, registration.Namespace);
        WriteUnlessEmpty(writer, 2, registration.SignedRecord.Span);
        WriteUnlessZero(writer, 3, registration.TimeToLive);
    }

    private static void WriteText(ProtobufWriter writer, int field, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(field, text);
        }
    }

    private static void WriteUnlessEmpty(ProtobufWriter writer, int field, ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty)
        {
            writer.WriteBytes(field, value);
        }
    }

    private static void WriteUnlessZero(ProtobufWriter writer, int field, ulong value)
    {
        if (value != 0)
        {
            writer.WriteVarint(field, value);
        }
    }

    /// <summary>A status of later versions is a failure of a kind that this node does not know.</summary>
    private static RendezvousStatus StatusOf(ulong value) =>
        value <= int.MaxValue && Enum.IsDefined((RendezvousStatus)value) ? (RendezvousStatus)value : RendezvousStatus.InternalError;

    /// <summary>A name as it is, or null when it is absurdly long or no text; whether it may be used, the registry says.</summary>
    private static string? NameOf(ReadOnlySpan<byte> utf8) =>
        utf8.Length > MaxText || !Utf8.IsValid(utf8) ? null : Encoding.UTF8.GetString(utf8);

    /// <summary>A peer's text may end up on a terminal: only printable characters of it are kept, and not too many.</summary>
    private static string TextOf(ReadOnlySpan<byte> utf8) => string.Concat(
        Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, MaxText)]).Where(symbol => !char.IsControl(symbol)));
}
