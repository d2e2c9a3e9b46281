using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Protocol;

/// <summary>WebSocket's opening handshake, both sides.</summary>
/// <remarks>Source: RFC 6455 §4. No extension and no subprotocol is ever agreed on.</remarks>
internal static class WebSocketHandshake
{
    /// <summary>The length of the client's nonce, in bytes.</summary>
    public const int NonceLength = 16;

    /// <summary>The entry of the list of origins that allows every page of the web.</summary>
    public const string AnyOrigin = "*";

    private const string Version = "13";

    /// <summary>The client's request.</summary>
    /// <param name="host">Host and port, as in a URL.</param>
    /// <param name="nonce">Exactly <see cref="NonceLength"/> fresh random bytes.</param>
    public static byte[] Request(string host, ReadOnlySpan<byte> nonce) => Encoding.ASCII.GetBytes(
        $"GET / HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + $"Sec-WebSocket-Key: {Convert.ToBase64String(nonce)}\r\nSec-WebSocket-Version: {Version}\r\n\r\n");

    /// <summary>Checks the server's response. Null when it agrees, otherwise what is wrong with it.</summary>
    public static string? Check(HttpHead response, ReadOnlySpan<byte> nonce) =>
        !response.StartLine.StartsWith("HTTP/1.1 101", StringComparison.Ordinal) ? $"it answers '{response.StartLine}'"
        : !response.Lists("Upgrade", "websocket") || !response.Lists("Connection", "Upgrade") ? "it does not upgrade to WebSocket"
        : response.Single("Sec-WebSocket-Accept") != AcceptFor(Convert.ToBase64String(nonce)) ? "its proof does not fit the request"
        : response.Has("Sec-WebSocket-Extensions") || response.Has("Sec-WebSocket-Protocol") ? "it agrees on what was not asked for"
        : null;

    /// <summary>Answers a client's request.</summary>
    /// <param name="request">The request; null for one that is no HTTP/1.1.</param>
    /// <param name="origins">The pages that may connect; see <see cref="TransportOptions.WebSocketOrigins"/>.</param>
    /// <param name="refusal">Why it is refused, or null.</param>
    /// <returns>The response.</returns>
    public static byte[] Answer(HttpHead? request, IEnumerable<string> origins, out string? refusal)
    {
        refusal = null;
        if (request is null || !request.StartLine.StartsWith("GET /", StringComparison.Ordinal)
            || !request.StartLine.EndsWith(" HTTP/1.1", StringComparison.Ordinal) || !request.Has("Host"))
        {
            refusal = "it sent no GET request of HTTP/1.1";
            return Refuse("400 Bad Request");
        }

        if (!request.Lists("Upgrade", "websocket") || !request.Lists("Connection", "Upgrade")
            || request.Single("Sec-WebSocket-Version") != Version)
        {
            refusal = $"it did not ask for WebSocket version {Version}";
            return Refuse($"426 Upgrade Required\r\nUpgrade: websocket\r\nSec-WebSocket-Version: {Version}");
        }

        if (request.Single("Sec-WebSocket-Key") is not string key
            || !Base64.IsValid(key, out int length) || length != NonceLength)
        {
            refusal = "its Sec-WebSocket-Key is malformed";
            return Refuse("400 Bad Request");
        }

        // Browsers always say which page connects and let no page change it; others have no origin to speak of.
        if (request.Has("Origin") && !Allows(origins, request.Single("Origin")))
        {
            refusal = $"pages of '{request.Single("Origin")}' may not connect; DaaCompute:Transport:WebSocketOrigins lists those that may";
            return Refuse("403 Forbidden");
        }

        return Encoding.ASCII.GetBytes(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Accept: {AcceptFor(key)}\r\n\r\n");
    }

    [SuppressMessage("Security", "CA5350", Justification = "RFC 6455 names SHA-1; it proves that the server read the request, no more.")]
    private static string AcceptFor(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));

    private static bool Allows(IEnumerable<string> origins, string? origin) => origin is not null
        && origins.Any(allowed => allowed == AnyOrigin || allowed.Equals(origin, StringComparison.OrdinalIgnoreCase));

    private static byte[] Refuse(string status) =>
        Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
}
