using System.Net.WebSockets;
using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.WebSockets;

/// <summary>Turns a stream into a WebSocket, at either end.</summary>
internal static class WebSocketUpgrade
{
    /// <summary>Asks the other end to upgrade.</summary>
    /// <exception cref="TransportException">It does not.</exception>
    public static async ValueTask<WebSocket> DialAsync(
        Stream stream, string host, ReadOnlyMemory<byte> nonce, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(WebSocketHandshake.Request(host, nonce.Span), cancellationToken).ConfigureAwait(false);
        (HttpHead? response, ReadOnlyMemory<byte> rest) = await ReadHeadAsync(stream, cancellationToken).ConfigureAwait(false);
        string? fault = response is null ? "it does not speak HTTP/1.1" : WebSocketHandshake.Check(response, nonce.Span);
        return fault is null ? Open(stream, rest, isServer: false) : throw new TransportException($"No WebSocket is served there: {fault}.");
    }

    /// <summary>Answers the other end's request.</summary>
    /// <exception cref="TransportException">It is refused.</exception>
    public static async Task<WebSocket> AcceptAsync(
        Stream stream, IEnumerable<string> origins, CancellationToken cancellationToken)
    {
        (HttpHead? request, ReadOnlyMemory<byte> rest) = await ReadHeadAsync(stream, cancellationToken).ConfigureAwait(false);
        byte[] response = WebSocketHandshake.Answer(request, origins, out string? refusal);
        await stream.WriteAsync(response, cancellationToken).ConfigureAwait(false);
        return refusal is null
            ? Open(stream, rest, isServer: true)
            : throw new TransportException($"The WebSocket's client is refused: {refusal}.");
    }

    private static async ValueTask<(HttpHead? Head, ReadOnlyMemory<byte> Beyond)> ReadHeadAsync(
        Stream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[HttpHead.MaxLength];
        int count = 0;
        int length;
        while ((length = HttpHead.LengthIn(buffer.AsSpan(0, count))) < 0 && count < buffer.Length)
        {
            int read = await stream.ReadAsync(buffer.AsMemory(count), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                throw new TransportException("The connection ended during the WebSocket's handshake.");
            }

            count += read;
        }

        return length >= 0 && HttpHead.TryParse(buffer.AsSpan(0, length), out HttpHead? head)
            ? (head, buffer.AsMemory(length, count - length))
            : (null, default);
    }

    /// <summary>Without keep-alive: the multiplexer above has its own, by this node's clock.</summary>
    private static WebSocket Open(Stream stream, ReadOnlyMemory<byte> rest, bool isServer) => WebSocket.CreateFromStream(
        rest.IsEmpty ? stream : new PrefixedStream(rest, stream),
        new WebSocketCreationOptions { IsServer = isServer, KeepAliveInterval = Timeout.InfiniteTimeSpan });
}
