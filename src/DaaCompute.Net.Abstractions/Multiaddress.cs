using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net;

/// <summary>
/// A self-describing network address, such as <c>/ip4/192.0.2.7/tcp/4001/p2p/Qm…</c>.
/// </summary>
/// <remarks>Immutable. Source: multiformats/multiaddr, libp2p/specs addressing.</remarks>
public sealed class Multiaddress : IEquatable<Multiaddress>, IParsable<Multiaddress>
{
    /// <summary>The most components an address may have; relayed WebTransport addresses need about ten.</summary>
    public const int MaxComponents = 16;

    /// <summary>The longest binary form that is read, in bytes.</summary>
    public const int MaxEncodedLength = 1024;

    private readonly byte[] _encoded;
    private string? _text;

    private Multiaddress(ImmutableArray<MultiaddressComponent> components)
    {
        Components = components;
        ArrayBufferWriter<byte> output = new(64);
        foreach (MultiaddressComponent component in components)
        {
            UnsignedVarint.Write(output, (ulong)component.Protocol.Code);
            if (component.Protocol.Size == MultiaddressProtocol.Variable)
            {
                UnsignedVarint.Write(output, (ulong)component.Bytes.Length);
            }

            output.Write(component.Bytes);
        }

        _encoded = output.WrittenSpan.ToArray();
    }

    /// <summary>The steps, outermost first.</summary>
    public ImmutableArray<MultiaddressComponent> Components { get; }

    /// <summary>The binary form.</summary>
    public ReadOnlyMemory<byte> Bytes => _encoded;

    /// <summary>The peer that the address ends at: the last <c>/p2p</c> component, or null.</summary>
    public PeerId? PeerId => Components[^1].Protocol.Name == "p2p" ? PeerId.Parse(Components[^1].Value!) : null;

    /// <summary>Makes <c>/ip4/…/tcp/…</c> or <c>/ip6/…/tcp/…</c> of a socket's address.</summary>
    /// <param name="endPoint">An IPv4 or IPv6 end point; a scope id is dropped, an IPv4-mapped address unmapped.</param>
    /// <param name="protocol"><c>tcp</c> (default) or <c>udp</c>.</param>
    public static Multiaddress FromEndPoint(IPEndPoint endPoint, string protocol = "tcp")
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        IPAddress address = endPoint.Address.IsIPv4MappedToIPv6 ? endPoint.Address.MapToIPv4() : endPoint.Address;
        string family = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? "ip6" : "ip4";
        IPAddress unscoped = new(address.GetAddressBytes());
        return Parse(string.Create(null, $"/{family}/{unscoped}/{protocol}/{endPoint.Port}"));
    }

    /// <summary>Reads the text form.</summary>
    /// <param name="text">An address that begins with a slash.</param>
    /// <exception cref="FormatException">The text is not a multiaddr, or names a protocol that is not in the table.</exception>
    public static Multiaddress Parse(string text) => Parse(text, provider: null);

    /// <inheritdoc/>
    public static Multiaddress Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out Multiaddress? address)
            ? address
            : throw new FormatException($"'{s}' is not a multiaddr. An example: /ip4/127.0.0.1/tcp/4001.");

    /// <summary>Reads the text form, or says that it is none.</summary>
    /// <param name="text">An address that begins with a slash.</param>
    /// <param name="address">The address, when the result is true.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Multiaddress? address) =>
        TryParse(text, provider: null, out address);

    /// <inheritdoc/>
    public static bool TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        [MaybeNullWhen(false)] out Multiaddress result)
    {
        result = null;
        if (s is null || s.Length is < 2 or > 4 * MaxEncodedLength || s[0] != '/')
        {
            return false;
        }

        string[] parts = s.TrimEnd('/').Split('/');
        List<MultiaddressComponent> components = [];
        for (int index = 1; index < parts.Length;)
        {
            MultiaddressProtocol? protocol = MultiaddressProtocol.Find(parts[index++]);
            if (protocol is null || (protocol.HasValue && index >= parts.Length))
            {
                return false;
            }

            string? value = null;
            if (protocol.Kind == MultiaddressValueKind.Path)
            {
                // A path takes the rest, except a peer at the very end.
                int end = MultiaddressComponent.EndsInPeer(parts.AsSpan(index)) ? parts.Length - 2 : parts.Length;
                value = "/" + string.Join('/', parts[index..end]);
                index = end;
            }
            else if (protocol.HasValue)
            {
                value = parts[index++];
            }

            if (!MultiaddressComponent.TryFromText(protocol, value, out MultiaddressComponent? component))
            {
                return false;
            }

            components.Add(component);
        }

        return TryCreate(components, out result);
    }

    /// <summary>Reads the binary form.</summary>
    /// <param name="encoded">Exactly one address.</param>
    /// <param name="address">The address, when the result is true.</param>
    /// <returns>False when the bytes are malformed, too long, or name a protocol that is not in the table.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out Multiaddress? address)
    {
        address = null;
        List<MultiaddressComponent>? components = null;
        if (encoded.Length > MaxEncodedLength)
        {
            return false;
        }

        while (!encoded.IsEmpty)
        {
            if (components?.Count == MaxComponents
                || UnsignedVarint.Read(encoded, out ulong code, out int read) != OperationStatus.Done
                || code > int.MaxValue
                || MultiaddressProtocol.Find((int)code) is not MultiaddressProtocol protocol)
            {
                return false;
            }

            encoded = encoded[read..];
            ulong size = (ulong)Math.Max(protocol.Size, 0);
            if (protocol.Size == MultiaddressProtocol.Variable)
            {
                if (UnsignedVarint.Read(encoded, out size, out read) != OperationStatus.Done)
                {
                    return false;
                }

                encoded = encoded[read..];
            }

            if (size > (ulong)encoded.Length
                || !MultiaddressComponent.TryFromBytes(protocol, encoded[..(int)size], out MultiaddressComponent? component))
            {
                return false;
            }

            (components ??= []).Add(component);
            encoded = encoded[(int)size..];
        }

        return components is not null && TryCreate(components, out address);
    }

    /// <summary>Whether a protocol occurs in the address.</summary>
    /// <param name="protocol">A name without slash, such as <c>tcp</c>.</param>
    public bool Has(string protocol) => Components.Any(component => component.Protocol.Name == protocol);

    /// <summary>The value of the first component of that protocol, or null.</summary>
    /// <param name="protocol">A name without slash, such as <c>tcp</c>.</param>
    public string? ValueOf(string protocol) =>
        Components.FirstOrDefault(component => component.Protocol.Name == protocol)?.Value;

    /// <summary>The address with another one appended.</summary>
    /// <param name="inner">The inner address.</param>
    /// <exception cref="ArgumentException">The result has more than <see cref="MaxComponents"/> components.</exception>
    public Multiaddress Encapsulate(Multiaddress inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        return TryCreate([.. Components, .. inner.Components], out Multiaddress? combined)
            ? combined
            : throw new ArgumentException($"'{this}{inner}' is not a valid address.", nameof(inner));
    }

    /// <summary>The address ending in <c>/p2p/…</c> of that peer, replacing a peer it ends in already.</summary>
    /// <param name="peer">The peer.</param>
    public Multiaddress WithPeer(PeerId peer)
    {
        Multiaddress last = Parse($"/p2p/{peer}");
        return WithoutPeer()?.Encapsulate(last) ?? last;
    }

    /// <summary>The address without a final <c>/p2p/…</c>; null when nothing else is in it.</summary>
    public Multiaddress? WithoutPeer()
    {
        if (Components[^1].Protocol.Name != "p2p")
        {
            return this;
        }

        return Components.Length == 1 ? null : new Multiaddress(Components[..^1]);
    }

    /// <summary>
    /// The IP end point of an address that begins <c>/ip4|ip6/…/tcp|udp/…</c>, or null for any other.
    /// </summary>
    public IPEndPoint? ToIPEndPoint() =>
        Components.Length >= 2
        && Components[0].Protocol.Name is "ip4" or "ip6"
        && Components[1].Protocol.Name is "tcp" or "udp"
            ? new IPEndPoint(
                IPAddress.Parse(Components[0].Value!),
                int.Parse(Components[1].Value!, System.Globalization.CultureInfo.InvariantCulture))
            : null;

    /// <inheritdoc/>
    public bool Equals(Multiaddress? other) => other is not null && _encoded.AsSpan().SequenceEqual(other._encoded);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Multiaddress);

    /// <summary>FNV-1a of the binary form: the same in every process.</summary>
    public override int GetHashCode()
    {
        uint hash = 2166136261;
        foreach (byte value in _encoded)
        {
            hash = (hash ^ value) * 16777619;
        }

        return (int)hash;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => _text ??= ToText();

    private static bool TryCreate(List<MultiaddressComponent> components, [NotNullWhen(true)] out Multiaddress? address)
    {
        address = null;
        if (components.Count is 0 or > MaxComponents)
        {
            return false;
        }

        // Whatever follows a path but a final peer would read as part of it.
        int path = components.FindIndex(component => component.Protocol.Kind == MultiaddressValueKind.Path);
        bool open = path >= 0 && path < components.Count - 1;
        if (open && (path != components.Count - 2 || components[^1].Protocol.Kind != MultiaddressValueKind.PeerId))
        {
            return false;
        }

        Multiaddress created = new([.. components]);
        address = created._encoded.Length <= MaxEncodedLength ? created : null;
        return address is not null;
    }

    private string ToText()
    {
        StringBuilder text = new();
        foreach (MultiaddressComponent component in Components)
        {
            text.Append('/').Append(component.Protocol.Name);
            if (component.Protocol.Kind == MultiaddressValueKind.Path)
            {
                text.Append(component.Value);
            }
            else if (component.Value is not null)
            {
                text.Append('/').Append(component.Value);
            }
        }

        return text.ToString();
    }
}
