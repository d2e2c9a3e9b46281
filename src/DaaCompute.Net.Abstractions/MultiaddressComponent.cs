using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net;

/// <summary>One step of a <see cref="Multiaddress"/>: a protocol and, where it has one, its value.</summary>
public sealed class MultiaddressComponent
{
    /// <summary>The longest value that is read, in bytes: a DNS name has at most 255, a Unix path 108.</summary>
    internal const int MaxValueLength = 512;

    private MultiaddressComponent(MultiaddressProtocol protocol, byte[] bytes, string? text)
    {
        Protocol = protocol;
        Bytes = bytes;
        Value = text;
    }

    /// <summary>The protocol.</summary>
    public MultiaddressProtocol Protocol { get; }

    /// <summary>The value as text, or null where the protocol has none.</summary>
    public string? Value { get; }

    /// <summary>The value as bytes, without a length prefix.</summary>
    internal byte[] Bytes { get; }

    /// <summary>Whether the last two steps of a text form are a peer, where a path would otherwise take them in.</summary>
    internal static bool EndsInPeer(ReadOnlySpan<string> parts) =>
        parts.Length >= 2 && parts[^2] == "p2p" && PeerId.TryParse(parts[^1], out _);

    internal static bool TryFromText(
        MultiaddressProtocol protocol,
        string? text,
        [NotNullWhen(true)] out MultiaddressComponent? component)
    {
        byte[]? bytes = protocol.Kind switch
        {
            MultiaddressValueKind.None => [],
            _ when string.IsNullOrEmpty(text) || text.Length > MaxValueLength => null,
            MultiaddressValueKind.IPv4 => AddressBytes(text, AddressFamily.InterNetwork),
            MultiaddressValueKind.IPv6 => AddressBytes(text, AddressFamily.InterNetworkV6),
            MultiaddressValueKind.Port => PortBytes(text),
            MultiaddressValueKind.Number => NumberBytes(text),
            MultiaddressValueKind.PeerId => PeerIdBytes(text),
            MultiaddressValueKind.Multibase => MultibaseBytes(text),
            _ => Utf8Bytes(text),
        };
        component = null;
        return bytes is not null && TryFromBytes(protocol, bytes, out component);
    }

    internal static bool TryFromBytes(
        MultiaddressProtocol protocol,
        ReadOnlySpan<byte> value,
        [NotNullWhen(true)] out MultiaddressComponent? component)
    {
        component = null;
        if (value.Length > MaxValueLength || (protocol.Size >= 0 && value.Length != protocol.Size))
        {
            return false;
        }

        string? text = protocol.Kind switch
        {
            MultiaddressValueKind.IPv4 or MultiaddressValueKind.IPv6 => new IPAddress(value).ToString(),
            MultiaddressValueKind.Port =>
                BinaryPrimitives.ReadUInt16BigEndian(value).ToString(CultureInfo.InvariantCulture),
            MultiaddressValueKind.Number =>
                BinaryPrimitives.ReadUInt64BigEndian(value).ToString(CultureInfo.InvariantCulture),
            MultiaddressValueKind.PeerId => PeerId.TryFromBytes(value, out PeerId? id) ? id.ToString() : null,
            MultiaddressValueKind.Multibase => IsMultihash(value) ? "u" + Base64Url.EncodeToString(value) : null,
            MultiaddressValueKind.Text => Utf8(value, slashes: false),
            MultiaddressValueKind.Path => Path(value),
            _ => null,
        };
        if (protocol.HasValue && text is null)
        {
            return false;
        }

        component = new MultiaddressComponent(protocol, value.ToArray(), text);
        return true;
    }

    private static byte[]? AddressBytes(string text, AddressFamily family) =>
        IPAddress.TryParse(text, out IPAddress? address)
            && address.AddressFamily == family
            && !text.Contains('%', StringComparison.Ordinal)
            && !text.StartsWith('[')
            && (family == AddressFamily.InterNetworkV6 || address.ToString() == text)
            ? address.GetAddressBytes()
            : null;

    private static byte[]? PortBytes(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            ? [(byte)(port >> 8), (byte)port]
            : null;

    private static byte[]? NumberBytes(string text)
    {
        if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number))
        {
            return null;
        }

        byte[] bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
        return bytes;
    }

    private static byte[]? PeerIdBytes(string text) =>
        PeerId.TryParse(text, out PeerId? id) ? id.Bytes.ToArray() : null;

    private static byte[]? MultibaseBytes(string text) => text[0] switch
    {
        'u' => Base64UrlBytes(text.AsSpan(1)),
        'b' => Base32.TryDecode(text.AsSpan(1), out byte[] decoded) ? decoded : null,
        'z' => Base58.TryDecode(text.AsSpan(1), out byte[] decoded) ? decoded : null,
        _ => null,
    };

    // The decoder forgives white space and padding, so only what encodes to the same text is read.
    private static byte[]? Base64UrlBytes(ReadOnlySpan<char> text)
    {
        byte[] bytes = new byte[text.Length];
        return Base64Url.IsValid(text)
            && Base64Url.TryDecodeFromChars(text, bytes, out int written)
            && text.SequenceEqual(Base64Url.EncodeToString(bytes.AsSpan(0, written)))
            ? bytes[..written]
            : null;
    }

    private static bool IsMultihash(ReadOnlySpan<byte> value)
    {
        if (UnsignedVarint.Read(value, out _, out int code) != OperationStatus.Done
            || UnsignedVarint.Read(value[code..], out ulong length, out int prefix) != OperationStatus.Done)
        {
            return false;
        }

        return length > 0 && length == (ulong)(value.Length - code - prefix);
    }

    private static byte[]? Utf8Bytes(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Utf8(bytes, slashes: true) == text ? bytes : null;
    }

    // Control characters would let an address forge lines of a log.
    private static string? Utf8(ReadOnlySpan<byte> value, bool slashes)
    {
        if (!System.Text.Unicode.Utf8.IsValid(value) || value.IsEmpty)
        {
            return null;
        }

        string text = Encoding.UTF8.GetString(value);
        return text.Any(char.IsControl) || (!slashes && text.Contains('/', StringComparison.Ordinal)) ? null : text;
    }

    private static string? Path(ReadOnlySpan<byte> value) =>
        Utf8(value, slashes: true) is string text
            && text.Length > 1
            && text[0] == '/'
            && text[^1] != '/'
            && !EndsInPeer(text.Split('/'))
            ? text
            : null;
}
