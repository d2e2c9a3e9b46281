using System.Diagnostics.CodeAnalysis;

namespace DaaCompute.Net.Transport.WebSockets;

/// <summary>What a WebSocket's multiaddr says: <c>/ip4|ip6|dns|dns4|dns6/…/tcp/…</c>, then <c>/ws</c>, <c>/tls/ws</c> or <c>/wss</c>.</summary>
/// <param name="Tcp">Where it is reached over TCP.</param>
/// <param name="Suffix">What follows the port, without the peer.</param>
/// <param name="Host">Host and port, as in a URL.</param>
/// <param name="ServerName">Whom TLS expects there; null without TLS.</param>
internal sealed record WebSocketAddress(Multiaddress Tcp, Multiaddress Suffix, string Host, string? ServerName)
{
    public static bool TryParse(Multiaddress address, [NotNullWhen(true)] out WebSocketAddress? parsed)
    {
        parsed = null;
        if (address.WithoutPeer() is not { Components.Length: >= 3 } whole
            || whole.Components[0].Protocol.Name is not ("ip4" or "ip6" or "dns" or "dns4" or "dns6")
            || whole.Components[1].Protocol.Name != "tcp")
        {
            return false;
        }

        string host = whole.Components[0].Value!;
        string suffix = string.Join('/', whole.Components.Skip(2).Select(component => component.Protocol.Name));
        if (suffix is not ("ws" or "wss" or "tls/ws" or "tls/sni/ws"))
        {
            return false;
        }

        string port = whole.Components[1].Value!;
        string rest = string.Concat(whole.Components.Skip(2).Select(TextOf));
        parsed = new WebSocketAddress(
            Multiaddress.Parse(string.Concat(whole.Components.Take(2).Select(TextOf))),
            Multiaddress.Parse(rest),
            whole.Components[0].Protocol.Name == "ip6" ? $"[{host}]:{port}" : $"{host}:{port}",
            suffix == "ws" ? null : whole.ValueOf("sni") ?? host);
        return true;
    }

    private static string TextOf(MultiaddressComponent component) =>
        component.Value is null ? $"/{component.Protocol.Name}" : $"/{component.Protocol.Name}/{component.Value}";
}
