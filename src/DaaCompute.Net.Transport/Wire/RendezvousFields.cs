using System.Buffers;
using System.Collections.Immutable;
using System.Text;
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

    public static RendezvousRegistration? ReadRegister(ReadOnlySpan<byte> body)
    {
        string? name = string.Empty;
        byte[] record = [];
        ulong timeToLive = 0;
        ProtobufReader reader = new(body);
        while (reader.Read())
        {
            switch (reader.FieldNumber, reader.WireType)
            {
                case (1, ProtobufWireType.LengthDelimited):
                    name = NameOf(reader.Bytes);
                    break;
                case (2, ProtobufWireType.LengthDelimited):
                    record = reader.Bytes.ToArray();
                    break;
                case (3, ProtobufWireType.Varint):
                    timeToLive = reader.Value;
                    break;
            }
        }

        return reader.IsMalformed || name is null ? null : new RendezvousRegistration(name, record, timeToLive);
    }

    public static RendezvousRegisterResponse? ReadRegisterResponse(ReadOnlySpan<byte> body)
    {
        RendezvousRegisterResponse read = new(RendezvousStatus.Ok, null, 0);
        ProtobufReader reader = new(body);
        while (reader.Read())
        {
            read = (reader.FieldNumber, reader.WireType) switch
            {
                (1, ProtobufWireType.Varint) => read with { Status = StatusOf(reader.Value) },
                (2, ProtobufWireType.LengthDelimited) => read with { Text = TextOf(reader.Bytes) },
                (3, ProtobufWireType.Varint) => read with { TimeToLive = reader.Value },
                _ => read,
            };
        }

        return reader.IsMalformed ? null : read;
    }

    public static RendezvousUnregister? ReadUnregister(ReadOnlySpan<byte> body)
    {
        string? name = string.Empty;
        ProtobufReader reader = new(body);
        while (reader.Read())
        {
            name = reader is { FieldNumber: 1, WireType: ProtobufWireType.LengthDelimited } ? NameOf(reader.Bytes) : name;
        }

        return reader.IsMalformed || name is null ? null : new RendezvousUnregister(name);
    }

    public static RendezvousDiscover? ReadDiscover(ReadOnlySpan<byte> body)
    {
        RendezvousDiscover read = new(null, 0, ReadOnlyMemory<byte>.Empty);
        bool isWhole = true;
        ProtobufReader reader = new(body);
        while (reader.Read())
        {
            read = (reader.FieldNumber, reader.WireType) switch
            {
                (1, ProtobufWireType.LengthDelimited) => read with { Namespace = NameOf(reader.Bytes) },
                (2, ProtobufWireType.Varint) => read with { Limit = reader.Value },
                (3, ProtobufWireType.LengthDelimited) => read with { Cookie = reader.Bytes.ToArray() },
                _ => read,
            };
            isWhole &= reader.FieldNumber != 1 || read.Namespace is not null;
        }

        return reader.IsMalformed || !isWhole ? null : read;
    }

    public static RendezvousDiscoverResponse? ReadDiscoverResponse(ReadOnlySpan<byte> body)
    {
        RendezvousDiscoverResponse read = new(RendezvousStatus.Ok, null, [], ReadOnlyMemory<byte>.Empty);
        ImmutableArray<RendezvousRegistration>.Builder registrations = ImmutableArray.CreateBuilder<RendezvousRegistration>();
        ProtobufReader reader = new(body);
        while (reader.Read())
        {
            read = (reader.FieldNumber, reader.WireType) switch
            {
                (2, ProtobufWireType.LengthDelimited) => read with { Cookie = reader.Bytes.ToArray() },
                (3, ProtobufWireType.Varint) => read with { Status = StatusOf(reader.Value) },
                (4, ProtobufWireType.LengthDelimited) => read with { Text = TextOf(reader.Bytes) },
                _ => read,
            };
            if (reader is { FieldNumber: 1, WireType: ProtobufWireType.LengthDelimited }
                && registrations.Count < RendezvousMessage.MaxRegistrations
                && ReadRegister(reader.Bytes) is RendezvousRegistration registration)
            {
                registrations.Add(registration);
            }
        }

        return reader.IsMalformed ? null : read with { Registrations = registrations.ToImmutable() };
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

    /// <summary>A name as it is, or null when it is absurdly long; whether it may be used, the registry says.</summary>
    private static string? NameOf(ReadOnlySpan<byte> utf8) =>
        utf8.Length > MaxText ? null : Encoding.UTF8.GetString(utf8);

    /// <summary>A peer's text may end up on a terminal: only printable characters of it are kept, and not too many.</summary>
    private static string TextOf(ReadOnlySpan<byte> utf8) => string.Concat(
        Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, MaxText)]).Where(symbol => !char.IsControl(symbol)));
}
