using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Transport;

/// <summary>The opening handshake of a WebSocket: a server answers any request in HTTP, a client believes one proof alone.</summary>
/// <remarks>The first byte chooses the side, the rest is the other side's head.</remarks>
[Decodes(typeof(HttpHead), nameof(HttpHead.TryParse))]
internal sealed class WebSocketHandshakeTarget : IFuzzTarget
{
    private static readonly string[] Origins = ["https://example.org"];
    private static readonly byte[] Nonce = new byte[WebSocketHandshake.NonceLength];

    public string Name => "websocket-handshake";

    public AllocationLimit Limit { get; } = new(
        12, 16384, "Each of at most 64 lines is a string of its own, once as a line and once in two halves.");

    public IEnumerable<byte[]> Seeds()
    {
        byte[] request = WebSocketHandshake.Request("127.0.0.1:4001", Nonce);
        yield return [0, .. request];
        yield return [0, .. request[..^2], .. "Origin: https://example.org\r\nSec-WebSocket-Extensions: x\r\n\r\n"u8];
        yield return [1, .. WebSocketHandshake.Answer(Parse(request), Origins, out _)];
        yield return [1, .. WebSocketHandshake.Answer(null, Origins, out _)];
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        AllocationMeter meter = AllocationMeter.Start(Limit, input.Length);
        HttpHead? head = Parse(input[1..]);
        meter.Stop();
        if ((input[0] & 1) != 0)
        {
            string? fault = head is null ? "none" : WebSocketHandshake.Check(head, Nonce);
            FuzzFindingException.Require(
                fault is not null || input.IndexOf("ICX+Yqv66kxgM0FcWaLWlFLwTAI="u8) >= 0, "a proof was believed that is none");
            return;
        }

        byte[] answer = WebSocketHandshake.Answer(head, Origins, out string? refusal);
        HttpHead? answered = Parse(answer);
        FuzzFindingException.Require(answered is not null, "an answer is no HTTP");
        FuzzFindingException.Require(
            (refusal is null) == answered.StartLine.StartsWith("HTTP/1.1 101", StringComparison.Ordinal),
            "a refusal reads as a consent, or a consent as a refusal");
    }

    private static HttpHead? Parse(ReadOnlySpan<byte> bytes) => HttpHead.TryParse(bytes, out HttpHead? head) ? head : null;
}
