using System.Text;
using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Tests.Protocol;

public sealed class WebSocketHandshakeTests
{
    /// <summary>The example of RFC 6455 §1.3.</summary>
    private const string Key = "dGhlIHNhbXBsZSBub25jZQ==";
    private const string Proof = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private const string Good =
        $"GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
        + $"Sec-WebSocket-Key: {Key}\r\nSec-WebSocket-Version: 13\r\n";

    [Fact]
    public void Answer_RfcExample_GivesItsProof()
    {
        string answer = Answer(Good, out string? refusal);

        Assert.Null(refusal);
        Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);
        Assert.Contains($"Sec-WebSocket-Accept: {Proof}\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /chat HTTP/1.1", "POST /chat HTTP/1.1", "400")]
    [InlineData("HTTP/1.1", "HTTP/1.0", "400")]
    [InlineData("Host:", "Ghost:", "400")]
    [InlineData("Upgrade: websocket", "Upgrade: h2c", "426")]
    [InlineData("Connection: keep-alive, Upgrade", "Connection: keep-alive", "426")]
    [InlineData("Version: 13", "Version: 8", "426")]
    [InlineData(Key, "dGhlIHNhbXBsZQ==", "400")]
    [InlineData(Key, "!", "400")]
    [InlineData("Host: server", "Sec-WebSocket-Key: again\r\nHost: server", "400")]
    public void Answer_BrokenRequest_IsRefused(string part, string replacement, string status)
    {
        string answer = Answer(Good.Replace(part, replacement, StringComparison.Ordinal), out string? refusal);

        Assert.NotNull(refusal);
        Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://a.example", "https://a.example", true)]
    [InlineData("https://A.example", "https://a.example", true)]
    [InlineData("https://b.example", "https://a.example", false)]
    [InlineData("null", "https://a.example", false)]
    [InlineData("https://b.example", "*", true)]
    [InlineData("https://a.example\r\nOrigin: https://b.example", "https://a.example", false)]
    public void Answer_Origin_MustBeListed(string origin, string allowed, bool expected)
    {
        string answer = Answer($"{Good}Origin: {origin}\r\n", out string? refusal, allowed);

        Assert.Equal(expected, refusal is null);
        Assert.StartsWith(expected ? "HTTP/1.1 101" : "HTTP/1.1 403", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OwnAnswer_Agrees()
    {
        byte[] nonce = Convert.FromBase64String(Key);
        HttpHead request = Parse(Encoding.ASCII.GetString(WebSocketHandshake.Request("h:1", nonce))[..^2]);
        string answer = Encoding.ASCII.GetString(WebSocketHandshake.Answer(request, [], out _));

        Assert.Null(WebSocketHandshake.Check(Parse(answer[..^2]), nonce));
        Assert.NotNull(WebSocketHandshake.Check(Parse(answer[..^2]), new byte[16]));
        Assert.NotNull(WebSocketHandshake.Check(Parse(answer.Replace("101", "200", StringComparison.Ordinal)[..^2]), nonce));
        Assert.NotNull(WebSocketHandshake.Check(Parse(answer.Replace("websocket", "x", StringComparison.Ordinal)[..^2]), nonce));
        Assert.NotNull(WebSocketHandshake.Check(Parse($"{answer[..^2]}Sec-WebSocket-Extensions: x\r\n"), nonce));
    }

    private static string Answer(string request, out string? refusal, params string[] origins) =>
        Encoding.ASCII.GetString(WebSocketHandshake.Answer(Parse(request), origins, out refusal));

    private static HttpHead Parse(string lines)
    {
        Assert.True(HttpHead.TryParse(Encoding.Latin1.GetBytes(lines + "\r\n"), out HttpHead? head));
        return head;
    }
}
