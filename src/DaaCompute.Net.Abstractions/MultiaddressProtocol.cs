using System.Collections.Frozen;

namespace DaaCompute.Net;

/// <summary>One protocol of the multiaddr table: its name, its code and the shape of its value.</summary>
/// <remarks>Source: multiformats/multiaddr <c>protocols.csv</c>; <c>memory</c> as in rust-libp2p.</remarks>
public sealed class MultiaddressProtocol
{
    /// <summary>The size of a value that carries its own length.</summary>
    internal const int Variable = -1;

    private static readonly MultiaddressProtocol[] Table =
    [
        new("ip4", 4, 4, MultiaddressValueKind.IPv4),
        new("tcp", 6, 2, MultiaddressValueKind.Port),
        new("ip6", 41, 16, MultiaddressValueKind.IPv6),
        new("ip6zone", 42, Variable, MultiaddressValueKind.Text),
        new("dns", 53, Variable, MultiaddressValueKind.Text),
        new("dns4", 54, Variable, MultiaddressValueKind.Text),
        new("dns6", 55, Variable, MultiaddressValueKind.Text),
        new("dnsaddr", 56, Variable, MultiaddressValueKind.Text),
        new("udp", 273, 2, MultiaddressValueKind.Port),
        new("webrtc-direct", 280, 0, MultiaddressValueKind.None),
        new("webrtc", 281, 0, MultiaddressValueKind.None),
        new("p2p-circuit", 290, 0, MultiaddressValueKind.None),
        new("unix", 400, Variable, MultiaddressValueKind.Path),
        new("p2p", 421, Variable, MultiaddressValueKind.PeerId),
        new("tls", 448, 0, MultiaddressValueKind.None),
        new("sni", 449, Variable, MultiaddressValueKind.Text),
        new("noise", 454, 0, MultiaddressValueKind.None),
        new("quic", 460, 0, MultiaddressValueKind.None),
        new("quic-v1", 461, 0, MultiaddressValueKind.None),
        new("webtransport", 465, 0, MultiaddressValueKind.None),
        new("certhash", 466, Variable, MultiaddressValueKind.Multibase),
        new("ws", 477, 0, MultiaddressValueKind.None),
        new("wss", 478, 0, MultiaddressValueKind.None),
        new("http", 480, 0, MultiaddressValueKind.None),
        new("memory", 777, 8, MultiaddressValueKind.Number),
    ];

    private static readonly FrozenDictionary<string, MultiaddressProtocol> ByName =
        Table.Append(new("ipfs", 421, Variable, MultiaddressValueKind.PeerId)).ToFrozenDictionary(p => p.Name);

    private static readonly FrozenDictionary<int, MultiaddressProtocol> ByCode = Table.ToFrozenDictionary(p => p.Code);

    private MultiaddressProtocol(string name, int code, int size, MultiaddressValueKind kind)
    {
        Name = name;
        Code = code;
        Size = size;
        Kind = kind;
    }

    /// <summary>The name in the text form, without slash.</summary>
    public string Name { get; }

    /// <summary>The multicodec in the binary form.</summary>
    public int Code { get; }

    /// <summary>Whether a value follows the protocol.</summary>
    public bool HasValue => Size != 0;

    /// <summary>The value's size in bytes; 0 for none, <see cref="Variable"/> for a length-prefixed one.</summary>
    internal int Size { get; }

    /// <summary>How the value is written as text.</summary>
    internal MultiaddressValueKind Kind { get; }

    /// <summary>The protocol of that name, or null. The old name <c>ipfs</c> means <c>p2p</c>.</summary>
    /// <param name="name">A name without slash.</param>
    public static MultiaddressProtocol? Find(string name) =>
        ByName.TryGetValue(name, out MultiaddressProtocol? found) ? ByCode[found.Code] : null;

    /// <summary>The protocol of that multicodec, or null.</summary>
    /// <param name="code">A multicodec.</param>
    public static MultiaddressProtocol? Find(int code) => ByCode.GetValueOrDefault(code);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
